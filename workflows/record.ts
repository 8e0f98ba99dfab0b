/**
 * Records the histories that a release must still be able to replay. Run by hand when a workflow's behaviour changes, after
 * a build: `node dist/workflows/record.js v2` adds this version's histories beside the older ones, which stay.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { startTemporal } from '#servers';
import { CLOCK_QUEUE, ISSUE_WORKFLOW, issueWorkflowId, STANDING_CHANGED, type ClockActivities, type NextStep, type Standing, type StepAnswer } from '#wire/clock';
import { bundleWorkflows } from './bundle.js';

const FAR: NextStep = { deadline: 'd-far', step: 's-far', kind: 'handling', act: 'due', at: '9999-12-31T00:00:00.000Z', dueAt: '9999-12-31T00:00:00.000Z' };
const OPENING: Standing = { issueId: '', revision: 0, stage: 'intake', level: 'community', unit: 'unit-a', topic: null, supervised: false, next: FAR };

/** One trial life: the record's side of it, played by hand. */
interface Life {
  readonly opening: Standing;
  readonly renewAfter?: number;
  /** What `pass-deadline` is answered, by the number of the call. */
  readonly answers?: (call: number) => StepAnswer;
  play(tell: (change: Partial<Standing>) => Promise<void>, asked: (calls: number) => Promise<void>): Promise<void>;
}

function past(act: NextStep['act'], step: string): NextStep {
  return { deadline: 'd-1', step, kind: 'handling', act, at: '2026-01-05T09:00:00.000Z', dueAt: '2026-01-05T09:00:00.000Z' };
}

const LIVES: Readonly<Record<string, Life>> = {
  'answered-in-time': {
    opening: OPENING,
    play: async (tell) => {
      await tell({ revision: 2, stage: 'assignment', topic: 'water/supply' });
      await tell({ revision: 1 });
      await tell({ revision: 4, stage: 'handling' });
      await tell({ revision: 6, stage: 'answered', next: null });
      await tell({ revision: 8, stage: 'ended' });
    },
  },
  'climbs-to-the-supervision-order': {
    opening: { ...OPENING, stage: 'handling', next: past('warn', 's-1') },
    answers: (call) => ({ outcome: 'passed', revision: call * 2 }),
    play: async (tell, asked) => {
      await asked(1);
      await tell({ revision: 2, next: past('due', 's-2') });
      await asked(2);
      await tell({ revision: 4, level: 'subdistrict', unit: 'unit-b', next: past('take-over', 's-3') });
      await asked(3);
      await tell({ revision: 6, supervised: true, next: null });
      await tell({ revision: 7, stage: 'ended' });
    },
  },
  'asks-again-until-the-record-answers': {
    opening: { ...OPENING, next: past('due', 's-1') },
    answers: (call) => {
      if (call <= 5) throw new Error('the record is away');
      return [{ outcome: 'early' }, { outcome: 'early' }, { outcome: 'gone' }][call - 6] as StepAnswer;
    },
    play: async (tell, asked) => {
      await asked(8);
      await tell({ revision: 3, stage: 'ended', next: null });
    },
  },
  'is-overdue-as-the-ledger-says': {
    // A first contact was missed, and its steps have passed, with the deadline of handling still ahead.
    opening: { ...OPENING, stage: 'handling', dueAt: '2026-01-05T09:00:00.000Z' },
    play: async (tell) => {
      await tell({ revision: 2, dueAt: FAR.dueAt });
      // Answered at the top, which had been told.
      await tell({ revision: 4, stage: 'answered', supervised: true });
      await tell({ revision: 6, stage: 'ended', dueAt: null, next: null });
    },
  },
  'goes-on-in-a-fresh-history': {
    opening: OPENING,
    renewAfter: 20,
    play: async (tell) => {
      for (let revision = 1; revision <= 8; revision++) await tell({ revision, stage: 'handling' });
      await tell({ revision: 9, stage: 'ended', next: null });
    },
  },
};

async function record(version: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const folder = await mkdtemp(join(tmpdir(), 'minqing-record-'));
  const server = await startTemporal({ dataFile: join(folder, 'temporal.db') });
  const connection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, namespace: server.namespace });
  const calls = new Map<string, number>();
  const activities: ClockActivities = {
    async passDeadline(issueId) {
      const call = (calls.get(issueId) ?? 0) + 1;
      calls.set(issueId, call);
      return LIVES[issueId]!.answers!(call);
    },
  };
  try {
    const worker = await Worker.create({ connection, namespace: server.namespace, taskQueue: CLOCK_QUEUE, workflowBundle: await bundleWorkflows(), activities });
    await worker.runUntil(Promise.all(Object.keys(LIVES).map(async (name) => {
      const handle = await live(client, name, calls);
      const file = new URL(`../../workflows/histories/${name}.${version}.json`, import.meta.url);
      await writeFile(file, `${anonymous(historyToJSON(await handle.fetchHistory()))}\n`);
    })));
  } finally {
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Plays one life to its end; the handle is of its first run. */
async function live(client: Client, issueId: string, calls: ReadonlyMap<string, number>): Promise<WorkflowHandle> {
  const life = LIVES[issueId]!;
  let standing: Standing = { ...life.opening, issueId };
  const workflowId = issueWorkflowId(issueId);
  const { firstExecutionRunId } = await client.workflow.start(ISSUE_WORKFLOW, {
    workflowId, taskQueue: CLOCK_QUEUE, args: life.renewAfter === undefined ? [standing] : [standing, life.renewAfter],
  });
  const newest = client.workflow.getHandle(workflowId);
  await life.play(
    async (change) => {
      standing = { ...standing, ...change };
      await newest.signal(STANDING_CHANGED, standing);
      if (standing.stage !== 'ended') await newest.query('standing');
    },
    (count) => until(() => (calls.get(issueId) ?? 0) >= count),
  );
  await newest.result();
  return client.workflow.getHandle(workflowId, firstExecutionRunId);
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A history names the process that wrote it, `<pid>@<host>`, and the paths in its stack traces: nobody's business. */
function anonymous(json: string): string {
  return json.replace(/"\d+@[^"]+"/g, '"recorder"').replace(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
}

await record(process.argv[2] ?? 'v1');
