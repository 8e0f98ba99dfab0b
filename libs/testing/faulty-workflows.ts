import type { Workflows } from '#clock';
import type { FaultPlan, Failures } from './fault-points.js';

const away = (): Error => Object.assign(new Error('14 UNAVAILABLE: planned'), { code: 14 });
const lost = (): Error => Object.assign(new Error('4 DEADLINE_EXCEEDED: planned'), { code: 4 });
const FAILURES: Failures<never> = { undone: away, unknown: lost, denied: away };

/**
 * Temporal's client with faults at its calls. `done-but-failed` at a start is what the client's own retry makes of it: the first
 * request was taken, and the second one hears that the workflow runs already.
 */
export function faultyWorkflows(workflows: Workflows, plan: FaultPlan): Workflows {
  return {
    tell: (standing) => plan.through('tell', () => workflows.tell(standing), FAILURES),
    start: (standing) => plan.through('start', () => workflows.start(standing), { ...FAILURES, denied: () => false }),
    end: (issueId, reason) => plan.through('tell', () => workflows.end(issueId, reason), FAILURES),
    running: () => listing(workflows, plan),
  };
}

async function* listing(workflows: Workflows, plan: FaultPlan): ReturnType<Workflows['running']> {
  for await (const issue of workflows.running()) yield await plan.through('running', async () => issue, FAILURES);
}
