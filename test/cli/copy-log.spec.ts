import { commandIdOf, issueIdOf } from '#application';
import { withTransaction, openPool } from '#database';
import { EMPTY_STREAM } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { instantOf, type Actor } from '#kernel';
import { testDatabase } from '#testing/servers';
import { copyLog, isSame } from '../../apps/cli/commands/copy-log.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal, type Bar } from '../../apps/cli/terminal.js';
import { append, request } from '../../libs/testing/append-requests.js';
import { NOW, openCli, type OpenCli } from './open.js';

/** A page that cuts commands in two. */
const PAGE = 7;
const by: Actor = { kind: 'operator', operator: 'copy-spec' };
const quiet = new Terminal('en', true);

let cli: OpenCli;
let target: PostgresEventStore;
let database: { url: string; drop(): Promise<void> };

beforeAll(async () => {
  cli = await openCli();
  await importInto(cli.context, quiet, 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  for (let number = 1; number <= 12; number++) await report(number);
}, 60_000);
afterAll(() => cli.close());

beforeEach(async () => {
  database = await testDatabase();
  target = await openPostgresStore({ url: database.url });
});
afterEach(async () => {
  await target.close();
  await database.drop();
});

async function report(number: number): Promise<void> {
  const id = commandIdOf(by, `report/${number}`);
  const at = instantOf(Date.parse(NOW) + number);
  const data = { issueId: issueIdOf(id), channel: 'visit' as const, title: `第 ${number} 件`, text: '路燈不亮', area: 'LX-01', heardAt: at };
  expect(await cli.context.giver.give({ type: 'report-issue', id, at, by, data })).toMatchObject({ status: 'done' });
}

/** Calls back at each step of the copying itself. */
class Watched extends Terminal {
  constructor(private readonly step: (done: number) => void) {
    super('en', true);
  }

  override progress(code: string): Bar {
    return { update: (done) => { if (code === 'copying-log') this.step(done); }, stop: () => undefined };
  }
}

async function tamper(statement: string): Promise<void> {
  const pool = openPool(database.url, { name: 'copy-spec' });
  await withTransaction(pool, async (client) => {
    await client.query('alter table record.event disable trigger append_only');
    await client.query(statement);
    await client.query('alter table record.event enable always trigger append_only');
  });
  await pool.end();
}

it('moves the whole record, to the byte, and finds it sound there', async () => {
  const source = cli.context.record;
  const total = await source.lastPosition();
  const moved = await copyLog(source, target, quiet, PAGE);
  expect(moved).toMatchObject({ events: total, copied: total, since: 0, differences: [], findings: [] });
  expect(moved.streams).toBeGreaterThan(12);
  expect(await target.readAll({ after: 0 })).toEqual(await source.readAll({ after: 0 }));
});

it('goes on after an interruption, and a further run copies what has come since', async () => {
  const source = cli.context.record;
  const interrupted = new Watched((done) => { if (done > 20) throw new Error('killed'); });
  await expect(copyLog(source, target, interrupted, PAGE)).rejects.toThrow('killed');
  const arrived = await target.lastPosition();
  const total = await source.lastPosition();
  expect(arrived).toBeGreaterThan(20);
  expect(arrived).toBeLessThan(total);

  await report(1000 + total);
  const rest = await copyLog(source, target, quiet, PAGE);
  expect(rest).toMatchObject({ copied: total + 2 - arrived, differences: [], findings: [] });
  expect(await copyLog(source, target, quiet, PAGE)).toMatchObject({ events: total + 2, copied: 0, differences: [], findings: [] });
});

it('says when the record copied from has grown meanwhile', async () => {
  const source = openMemoryStore();
  await append(source, { data: [1, 2, 3] });
  const grown = await copyLog(source, target, new Watched(() => void source.append(request())), PAGE);
  expect(grown).toMatchObject({ events: 3, copied: 3, since: 1 });
  await source.close();
});

it('finds an event that was changed at the target, and writes nothing more there', async () => {
  const source = cli.context.record;
  await expect(copyLog(source, target, new Watched((done) => { if (done > 20) throw new Error('killed'); }), PAGE)).rejects.toThrow('killed');
  const arrived = await target.lastPosition();
  await tamper(`update record.event set data = replace(data, '"', ' "') where position = 9`);
  const stopped = await copyLog(source, target, quiet, PAGE);
  expect(isSame(stopped)).toBe(false);
  expect(stopped).toMatchObject({ copied: 0, differences: [{ position: 9, fields: ['data'] }] });
  expect(await target.lastPosition()).toBe(arrived);
});

it('finds an event that was changed after the whole record was copied, and its broken chain', async () => {
  const source = cli.context.record;
  await copyLog(source, target, quiet);
  await tamper(`update record.event set meta = replace(meta, 'copy-spec', 'nobody-at') where position = (select max(position) from record.event)`);
  const { differences, findings } = await copyLog(source, target, quiet, PAGE);
  expect(differences).toMatchObject([{ position: await source.lastPosition(), fields: ['meta'] }]);
  expect(findings.map(({ code }) => code)).toContain('chain-broken');
});

it('refuses a target that holds another record, or more of this one, and leaves it as it is', async () => {
  const source = cli.context.record;
  await append(target, { stream: 'unit/other', expected: EMPTY_STREAM });
  await expect(copyLog(source, target, quiet, PAGE)).rejects.toMatchObject({ code: 'copy-target-other' });
  expect(await target.lastPosition()).toBe(1);

  const shorter = openMemoryStore();
  await copyLog(target, shorter, quiet);
  await append(target, { stream: 'unit/second' });
  await expect(copyLog(shorter, target, quiet)).rejects.toMatchObject({ code: 'copy-target-longer', params: { there: 2, events: 1 } });
});

it('does not copy a damaged record', async () => {
  const damaged = openMemoryStore();
  await copyLog(cli.context.record, damaged, quiet);
  await copyLog(damaged, target, quiet);
  await tamper(`update record.event set data = replace(data, '"', ' "') where position = 9`);
  const copy = openMemoryStore();
  await expect(copyLog(target, copy, quiet, PAGE)).rejects.toMatchObject({ code: 'record-damaged', params: { position: 9 } });
  expect(await copy.lastPosition()).toBeLessThan(9);
});
