import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { Facts, Giver, streamOf, type AnyCommand, type CommandOutcome } from '#application';
import { Clock, clockActivities, connectWithRetry, IssueWorkflows } from '#clock';
import { loadConfig } from '#config';
import { openPool } from '#database';
import type { IssueEvent } from '#domain';
import { openPostgresStore } from '#event-store/postgres';
import { instantOf } from '#kernel';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { KeyFile, Sealer, type Evidence } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { openSealedRecord, testDatabase, testTemporal } from '#testing/servers';
import { decodeEvent } from '#wire';
import { CLOCK_QUEUE } from '#wire/clock';
import { checkBackup, isWhole } from '../../apps/cli/backup-check.js';
import { backUp } from '../../apps/cli/commands/backup.js';
import { declareGap } from '../../apps/cli/commands/declare-gap.js';
import { restore } from '../../apps/cli/commands/restore.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept, type Context } from '../../apps/cli/context.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { bundleWorkflows } from '../../workflows/bundle.js';
import { CADRE, impatientRules, OPERATOR, passedActs, until, WHOLE_CLIMB } from '../clock/record.js';

const quiet = new Terminal('en', true);
const now = () => instantOf(Date.now());
const UNITS = [['city', 'city', null], ['district', 'district', 'city'], ['street', 'subdistrict', 'district'], ['village', 'community', 'street']] as const;

let home: string;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  // Its lines would drown the test's own; what matters is asserted.
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  home = await mkdtemp(join(tmpdir(), 'minqing-drill-'));
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  await rm(home, { recursive: true, force: true });
}, 60_000);

interface Office {
  readonly context: Context;
  clock(): Clock;
  give(type: AnyCommand['type'], data: object): Promise<CommandOutcome>;
  acts(issueId: string): Promise<readonly string[]>;
  seal(): Promise<string>;
  stop(): Promise<void>;
}

/** The product's processes over one database: read models, worker, clock. */
async function openOffice(url: string, address: string): Promise<Office> {
  const pool = openPool(url, { name: 'drill' });
  const { record, store, vault, mark, digest, readable } = await openSealedRecord(pool, home);
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool);
  const readModels = readable(models);
  const projector = new Projector({ pool, store: record, log: { info() {}, error() {} } });
  projector.start();
  const giver = new Giver(store, new Facts(store, readModels), digest);
  const { connection, client, namespace } = await connectWithRetry({ address, namespace: 'default', apiKey: null, tls: null, cli: null });
  const undeclared = async () => (await mark.read()) !== undefined;
  const clock = new Clock({ store: record, pool, workflows: new IssueWorkflows({ client }), reconcileEveryMs: 500, undeclared, log: { info() {}, warn() {}, alarm() {} } });
  const worker = await Worker.create({
    connection, namespace, taskQueue: CLOCK_QUEUE, workflowBundle: await bundleWorkflows(),
    activities: clockActivities({ give: (command, workflow) => giver.give(command, workflow), now, frozen: () => clock.health.state === 'frozen' }),
  });
  const end = new AbortController();
  const running = Promise.all([worker.run(), clock.run(end.signal)]);
  const seals = await openPostgresSeals(pool);
  return {
    context: { config: loadConfig({ MINQING_HOME: home, DATABASE_URL: url }), pool, record, store, vault, mark, readModels, giver, now },
    clock: () => clock,
    give: (type, data) => giver.give({ type, id: randomUUID(), at: now(), by: CADRE, data } as AnyCommand),
    acts: async (issueId) => passedActs((await store.readStream(streamOf.issue(issueId))).events.map((event) => decodeEvent(event) as IssueEvent)),
    seal: async () => {
      await new Sealer({ store: record, seals, keyFile: new KeyFile(join(home, 'seal-key')), now, undeclared }).seal();
      return (await seals.state()).last!.note;
    },
    stop: async () => {
      end.abort();
      worker.shutdown();
      await running;
      await connection.close();
      await projector.stop();
      await models.close();
      await store.close();
      await pool.end();
    },
  };
}

async function settle({ context }: Office): Promise<void> {
  const setUp = (type: AnyCommand['type'], data: object) => context.giver.give({ type, id: randomUUID(), at: now(), by: OPERATOR, data } as AnyCommand);
  expect(await setUp('adopt-rulebook', impatientRules())).toMatchObject({ status: 'done' });
  for (const [code, level, parent] of UNITS) expect(await setUp('register-unit', { code, level, parent, kind: 'area', name: code })).toMatchObject({ status: 'done' });
}

async function report({ give }: Office): Promise<string> {
  const issueId = randomUUID();
  expect(await give('report-issue', { issueId, channel: 'visit', title: 'No water', text: 'None since Monday', area: 'village', heardAt: now() })).toMatchObject({ status: 'done' });
  return issueId;
}

async function handOver({ give }: Office, issueId: string): Promise<void> {
  expect(await give('register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'water/supply', grade: 'general' })).toMatchObject({ status: 'done' });
  expect(await give('dispatch-issue', { issueId, unit: 'village' })).toMatchObject({ status: 'done' });
  expect(await give('sign-for-assignment', { issueId })).toMatchObject({ status: 'done' });
}

it('an old backup beside a Temporal that has gone on: nothing is taken until the gap is declared, then all goes on from the record', async () => {
  const [first, second, temporal] = await Promise.all([testDatabase(), testDatabase(), testTemporal()]);
  closers.push(first.drop, second.drop, () => temporal.stop());
  const before = await openOffice(first.url, temporal.address);
  await settle(before);
  const [kept, ahead] = [await report(before), await report(before)];
  const sealed = await before.seal();
  const file = join(home, 'backup.gz');
  const { position } = await backUp(before.context, file, { update() {}, stop() {} });
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  // What the backup does not know: one issue goes on, another is new.
  await handOver(before, ahead);
  const lost = await report(before);
  const { client } = await connectWithRetry({ address: temporal.address, namespace: 'default', apiKey: null, tls: null, cli: null });
  await until('Temporal to know what will be lost', async () => (await before.acts(ahead)).length > 0 && (await client.workflow.getHandle(`issue/${lost}`).describe().catch(() => undefined)) !== undefined);
  const outside = await before.seal();
  const checkpoint = join(home, 'outside');
  // All that was ever exported, as a witness's file holds it.
  await writeFile(checkpoint, `${sealed}${outside}`);
  const lostTo = Number(outside.split('\n')[1]);
  await before.stop();

  expect(isWhole(await checkBackup(file, quiet))).toBe(true);
  const pool = openPool(second.url, { name: 'restore' });
  const target = await openPostgresStore({ pool });
  expect(await restore({ pool, record: target }, file, quiet)).toEqual({ position });
  await expect(restore({ pool, record: target }, file, quiet)).rejects.toMatchObject({ code: 'restore-not-empty' });
  await target.close();
  await pool.end();

  const after = await openOffice(second.url, temporal.address);
  closers.push(() => after.stop());
  await until('the clock to stand still', () => after.clock().health.state === 'frozen');
  expect(after.clock().health.lastReport?.standstill).toBe('gap-undeclared');
  await expect(report(after)).rejects.toMatchObject({ code: 'gap-undeclared' });
  expect((await after.context.store.readStream(streamOf.issue(kept))).events[0]).toMatchObject({ data: { title: 'No water' } });
  await expect(after.seal()).rejects.toMatchObject({ code: 'gap-undeclared' });
  expect(await after.context.store.lastPosition()).toBe(position);

  const { gap } = await declareGap(after.context, { checkpoint, reason: 'a drill' });
  expect(gap).toMatchObject({ after: position, lostTo, ground: 'checkpoint' });
  await until('the clock to go on', () => after.clock().health.state === 'running');
  expect(await after.context.store.readStream(streamOf.issue(lost))).toMatchObject({ events: [] });
  await handOver(after, ahead);
  await until('the whole climb', async () => (await after.acts(ahead)).length >= WHOLE_CLIMB.length);
  await delay(1_000);
  expect(await after.acts(ahead)).toEqual(WHOLE_CLIMB);
  expect((await client.workflow.getHandle(`issue/${lost}`).describe()).status.name).toBe('TERMINATED');

  expect(await after.seal()).toContain('\nepoch 2\n');
  await after.context.readModels.waitFor(await after.context.store.lastPosition(), 20_000);
  const evidence: Evidence = { checkpoints: [await readFile(checkpoint, 'utf8')], keys: [] };
  const verified = await verify(asKept(after.context), quiet, evidence);
  expect({ findings: verified.findings, seals: verified.seals.findings, sound: isSound(verified) }).toEqual({ findings: [], seals: [], sound: true });
}, 180_000);
