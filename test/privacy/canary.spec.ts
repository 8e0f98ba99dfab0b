import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { commandIdOf, Facts, Giver, issueIdOf, type AnyCommand } from '#application';
import { Clock, connectWithRetry, IssueWorkflows } from '#clock';
import { openPool } from '#database';
import { instantOf, type Actor } from '#kernel';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { findTemporal, startPostgres, startTemporal } from '#servers';
import { openSealedRecord } from '#testing/servers';
import { until } from '../faults/product.js';
import { filesWith } from './files-with.js';

const OPERATOR: Actor = { kind: 'operator', operator: 'test' };
/** Found nowhere else, so that any place they are found at is a leak. */
const CANARIES = ['鸞鳳翥', '13097531864', '龘龘巷柒柒號', '廚下滲漏甚苦', '已囑匠人修葺'];
/** In UTF-8, as everything here is written; PostgreSQL compresses long values, so short rows are what tells. */
const LEAK = '公開可見的對照';

let folder: string;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-canary-'));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function live(url: string, temporal: string): Promise<void> {
  const pool = openPool(url, { name: 'canary' });
  const { record, store, digest } = await openSealedRecord(pool, join(folder, 'keys'));
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool);
  const projector = new Projector({ pool, store: record, log: { info() {}, error() {} } });
  projector.start();
  const { connection, client } = await connectWithRetry({ address: temporal, namespace: 'default', apiKey: null, tls: null, cli: null });
  const clock = new Clock({ store: record, pool, workflows: new IssueWorkflows({ client, eager: true }), reconcileEveryMs: 1_000, log: { info() {}, warn() {}, alarm() {} } });
  const end = new AbortController();
  const keeping = clock.run(end.signal);
  const giver = new Giver(store, new Facts(store, models), digest);
  const now = instantOf(Date.now());
  const [name, phone, address, text, note] = CANARIES;
  const issueId = issueIdOf(commandIdOf(OPERATOR, 'canary'));
  const given: readonly (readonly [AnyCommand['type'], object])[] = [
    ['register-unit', { code: 'U1', name: LEAK, level: 'community', kind: 'area', parent: null }],
    ['register-cadre', { cadre: 'C1', name, phone }],
    ['register-household', { household: 'H1', unit: 'U1', address, careGroups: [], residents: [{ resident: 'R1', name, phone }] }],
    ['report-issue', { issueId, channel: 'visit', title: text, text, area: 'U1', heardAt: now, household: 'H1', reporter: { name, phone, address } }],
    ['register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'works', grade: 'general' }],
    ['repeat-report', { issueId, channel: 'visit', text: note }],
  ];
  for (const [type, data] of given) expect(await giver.give({ type, id: commandIdOf(OPERATOR, type), at: now, by: OPERATOR, data } as AnyCommand)).toMatchObject({ status: 'done' });
  expect(await models.waitFor(await record.lastPosition(), 20_000)).toBe(true);
  await until(() => 'the workflow of the issue', 60_000, async () => (await client.workflow.getHandle(`issue/${issueId}`).describe().catch(() => undefined)) !== undefined);
  end.abort();
  await keeping;
  await connection.close();
  await projector.stop();
  await models.close();
  await store.close();
  await pool.end();
}

it('no file of PostgreSQL or Temporal holds in clear who is who and what was said', async () => {
  const [data, temporalFile] = [join(folder, 'postgres'), join(folder, 'temporal', 'temporal.db')];
  const server = await startPostgres({ dataDir: data });
  const temporal = await startTemporal({ dataFile: temporalFile, program: await findTemporal() });
  closers.push(() => server.stop(), () => temporal.stop());
  await live(server.url, temporal.address);
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query('checkpoint');
  await client.end();
  const roots = [data, join(folder, 'temporal')];
  expect(await filesWith(CANARIES, roots)).toEqual([]);
  // The search itself finds: a unit's name is public, and lies in the table and the write-ahead log.
  const leaks = await filesWith([LEAK], roots);
  expect(leaks.some(({ file }) => file.includes('/base/'))).toBe(true);
  expect(leaks.some(({ file }) => file.includes('/pg_wal/'))).toBe(true);
  expect((await filesWith(['U1'], [join(folder, 'temporal')])).length).toBeGreaterThan(0);
}, 120_000);
