import { Client, Connection } from '@temporalio/client';

/** Issues whose workflow runs, with the revision that it shows: as Temporal itself lists them. */
export async function runningWorkflows({ temporalAddress: address, temporalNamespace: namespace }) {
  const connection = await Connection.connect({ address });
  try {
    const running = [];
    for await (const { workflowId, typedSearchAttributes } of new Client({ connection, namespace }).workflow.list({ query: "WorkflowType = 'issueLife' AND ExecutionStatus = 'Running'" })) {
      running.push([workflowId.replace('issue/', ''), typedSearchAttributes.get({ name: 'Revision', type: 'INT' })]);
    }
    return running;
  } finally {
    await connection.close();
  }
}

/** Invariants 5 and 7: one workflow for each open issue and for no other, and none that knows more than the record. */
export function judgeWorkflows(open, running) {
  const broken = [];
  const ids = running.map(([issue]) => issue);
  const missing = [...open.keys()].filter((issue) => !ids.includes(issue));
  const needless = ids.filter((issue) => !open.has(issue));
  const twice = ids.filter((issue, index) => ids.indexOf(issue) !== index);
  const differing = running.filter(([issue, revision]) => open.has(issue) && revision !== open.get(issue));
  if (missing.length > 0) broken.push({ invariant: 'every open issue has its workflow', count: missing.length, issues: missing.slice(0, 5) });
  if (needless.length > 0) broken.push({ invariant: 'an issue that has ended has none', count: needless.length, issues: needless.slice(0, 5) });
  if (twice.length > 0) broken.push({ invariant: 'no issue has two', count: twice.length, issues: twice.slice(0, 5) });
  if (differing.length > 0) broken.push({ invariant: 'a workflow knows what the record knows', count: differing.length, workflows: differing.slice(0, 5), open: differing.slice(0, 5).map(([issue]) => open.get(issue)) });
  return broken;
}
