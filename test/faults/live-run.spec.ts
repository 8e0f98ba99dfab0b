import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf, Facts, Giver, streamOf } from '#application';
import { Clock, connectWithRetry, IssueWorkflows } from '#clock';
import { loadConfig } from '#config';
import { openPool } from '#database';
import type { IssueEvent } from '#domain';
import { createAccount } from '#identity';
import { instantOf, type Actor } from '#kernel';
import { PostgresReadModels, prepareReadModels } from '#projections/postgres';
import { freePort } from '#servers';
import { openSealedRecord, testDatabase, testTemporal, type TestTemporal } from '#testing/servers';
import { decodeEvent, type api } from '#wire';
import { deskOf } from '../../apps/cli/commands/account.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept, type Context } from '../../apps/cli/context.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { Person } from '../e2e/api/person.js';
import { Product, until } from './product.js';
import { shortLimits } from './short-limits.js';

const ISSUES = 200;
const CLIMB = [['LX-01', 'LX'], ['LX', 'HD'], ['HD', 'AH']];
const CLASSED = { scope: 'individual', horizon: 'current', topic: 'urban/works', grade: 'general' };
const PASSWORD = 'only for this run 7310';

const terminal = new Terminal('en', true);
let database: Awaited<ReturnType<typeof testDatabase>>;
let temporal: TestTemporal;
let product: Product;
let context: Context;
let url: string;
let workerUrl: string;
let releaseContext: () => Promise<void>;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), testTemporal()]);
  const [port, workerPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  workerUrl = `http://127.0.0.1:${workerPort}`;
  const environment = {
    DATABASE_URL: database.url, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace, MINQING_PORT: String(port), MINQING_WORKER_PORT: String(workerPort), MINQING_LOG_LEVEL: 'warn',
  };
  product = new Product(environment);
  await openContext(environment);
  for (const app of ['projector', 'worker', 'api'] as const) product.start(app);
  await prepareOffice();
  await until(() => product.words('api'), 60_000, async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200);
}, 120_000);

afterAll(async () => {
  await product.stop();
  await releaseContext();
  await temporal.stop();
  await database.drop();
}, 60_000);

async function openContext(environment: Record<string, string>): Promise<void> {
  const pool = openPool(database.url, { name: 'live-run' });
  const { record, store, vault, mark, digest } = await openSealedRecord(pool, join(tmpdir(), `minqing-test-${process.pid}-home`));
  await prepareReadModels(pool);
  const readModels = new PostgresReadModels(pool);
  context = { config: loadConfig(environment), pool, record, store, vault, mark, readModels, giver: new Giver(store, new Facts(store, readModels), digest), now: () => instantOf(Date.now()) };
  releaseContext = async () => {
    await readModels.close();
    await store.close();
    await pool.end();
  };
}

async function prepareOffice(): Promise<void> {
  const asked = { now: context.now(), unit: undefined, places: [], startClock: false };
  for (const kind of ['units', 'cadres', 'posts'] as const) await importInto(context, terminal, kind, sampleFile(`${kind}.csv`), asked);
  const by: Actor = { kind: 'operator', operator: 'live-run' };
  const adopted = await context.giver.give({ type: 'adopt-rulebook', id: commandIdOf(by, 'short'), at: context.now(), by, data: shortLimits(10, 2) });
  expect(adopted.status).toBe('done');
  await until(() => product.words('projector'), 60_000, async () => context.readModels.waitFor(await context.store.lastPosition(), 1_000));
  const desk = await deskOf(context);
  for (const [login, cadre] of [['dispatcher', 'C008'], ['head', 'C013']] as const) expect(await createAccount(desk, { login, cadre, password: PASSWORD })).toEqual({ done: true });
}

/** Reported, registered and dispatched to the community; every second one is then handled to its answer, the others are left alone. */
async function reportOne(number: number, dispatcher: Person, head: Person): Promise<{ readonly issueId: string; readonly leftAlone: boolean }> {
  const { issueId } = await dispatcher.reports('LX-01', `第 ${number} 件`);
  const on = (verb: string): string => `/api/v1/issues/${issueId}/${verb}`;
  await dispatcher.does(on('register'), CLASSED);
  await dispatcher.does(on('dispatch'), { unit: 'LX-01' });
  const leftAlone = number % 2 === 0;
  if (!leftAlone) {
    await head.does(on('sign-for'), {});
    await head.does(on('contact'), { reached: true, note: '當面說明' });
    await head.does(on('measure'), { measure: '當日處理', responsible: 'C014', doneBy: '2099-01-01' });
    await head.does(on('resolve'), { summary: '已處理', evidence: [{ kind: 'note', text: '現場記錄' }] });
  }
  return { issueId, leftAlone };
}

async function supervised(person: Person): Promise<number> {
  let count = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: api.LedgerPage = (await person.get<api.LedgerPage>(`/api/v1/issues?supervised=true&limit=200${cursor ? `&cursor=${cursor}` : ''}`)).body;
    count += page.rows.length;
    cursor = page.next;
  }
  return count;
}

async function historyOf(issueId: string): Promise<IssueEvent[]> {
  return (await context.store.readStream(streamOf.issue(issueId))).events.map((event) => decodeEvent(event) as IssueEvent);
}

it('lets 200 issues climb every level once, by themselves, while the worker, the projector and Temporal are killed', async () => {
  const [dispatcher, head] = await Promise.all([Person.signIn(url, 'dispatcher', PASSWORD), Person.signIn(url, 'head', PASSWORD)]);
  const issues: Awaited<ReturnType<typeof reportOne>>[] = [];
  const report = async (upTo: number): Promise<void> => {
    while (issues.length < upTo) issues.push(await reportOne(issues.length, dispatcher, head));
  };

  await report(80);
  await product.kill('worker');
  await report(120);
  product.start('worker');
  await report(150);
  await temporal.kill();
  // A resident's report is taken while Temporal is down.
  await report(ISSUES);
  await product.kill('projector');
  product.start('projector');
  await temporal.start();
  await product.kill('worker');
  product.start('worker');

  const left = issues.filter(({ leftAlone }) => leftAlone);
  await until(() => `worker: ${product.words('worker')}`, 240_000, async () => (await supervised(dispatcher)) === left.length);

  for (const { issueId } of left) {
    const history = await historyOf(issueId);
    expect(history.flatMap((event) => (event.type === 'IssueTakenOver' ? [[event.data.from.unit, event.data.to.unit]] : []))).toEqual(CLIMB);
    expect(history.filter(({ type }) => type === 'SupervisionOrdered')).toHaveLength(1);
    const steps = history.flatMap((event) => (event.type === 'DeadlineStepPassed' ? [event.data.step] : []));
    expect(new Set(steps).size).toBe(steps.length);
  }
  for (const { issueId, leftAlone } of issues) {
    if (!leftAlone) expect((await historyOf(issueId)).filter(({ type }) => type === 'IssueTakenOver' || type === 'SupervisionOrdered')).toEqual([]);
  }
}, 420_000);

it('leaves a sound record, and a workflow for every open issue', async () => {
  await until(() => product.words('projector'), 30_000, async () => context.readModels.waitFor(await context.store.lastPosition(), 1_000));
  expect(isSound(await verify(asKept(context), terminal))).toBe(true);
  const position = await context.store.lastPosition();
  const ready = async (of: string) => (await fetch(`${of}/health/ready`)).json();
  expect(await ready(workerUrl)).toMatchObject({ status: 'ready', clock: 'running', parts: { appends: 'moves', checkpoint: 'moves', telling: 'moves', looking: 'moves' } });
  expect(await ready(url)).toMatchObject({ status: 'ready', parts: { clock: { status: 'up', position, untold: 0, lag: 0, behindMs: null } } });
  const connection = await connectWithRetry(context.config.temporal);
  try {
    const clock = new Clock({ store: context.store, pool: context.pool, workflows: new IssueWorkflows({ client: connection.client }), log: { info() {}, warn() {}, alarm() {} } });
    const report = await clock.reconcile();
    expect(report).toMatchObject({ started: 0, finished: 0, standstill: null, ahead: [], troubled: [] });
  } finally {
    await connection.connection.close();
  }
}, 120_000);
