import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig, type Config } from '#config';
import { withTransaction } from '#database';
import type { Gap } from '#domain';
import type { AppendRequest, LogTarget } from '#event-store';
import type { Fault } from '#kernel';
import { fileWitness, KeyFile, Sealer, tellWitnesses } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { append } from '../../libs/testing/append-requests.js';
import { declareGap } from '../../apps/cli/commands/declare-gap.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { openRecord, type OpenRecord } from '../../apps/open-store.js';
import { openSealing } from '../../apps/worker/sealing.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';

let cli: OpenCli;
let outside: string;

beforeEach(async () => {
  cli = await openCli();
  outside = join(cli.context.config.home, 'outside');
  await imported('units');
  await handOut();
});
afterEach(() => cli.close());

async function imported(what: 'units' | 'cadres'): Promise<void> {
  await importInto(cli.context, new Terminal('en', true), what, sampleFile(`${what}.csv`), { now: NOW, unit: undefined, places: [], startClock: false });
}

/** Seals what is on record, and hands it out as the worker does. */
async function handOut(): Promise<void> {
  const { pool, record, config } = cli.context;
  const seals = await openPostgresSeals(pool);
  await new Sealer({ store: record, seals, keyFile: new KeyFile(config.seal.keyFile), now: () => NOW }).seal();
  await tellWitnesses([fileWitness(outside)], { seals, store: record }, (_, failure) => { throw failure; });
}

/** The database as a copy had it that was made before the newest events and their seals. */
async function putBack(position: number): Promise<void> {
  await withTransaction(cli.context.pool, async (client) => {
    for (const [table, newer] of [['record.event', 'position'], ['seal.checkpoint', 'size']] as const) {
      await client.query(`alter table ${table} disable trigger append_only`);
      await client.query(`delete from ${table} where ${newer} > $1`, [position]);
      await client.query(`alter table ${table} enable always trigger append_only`);
    }
  });
}

/** As a process of the product opens the record when it boots. */
async function boot(): Promise<OpenRecord> {
  return openRecord(witnessed(), cli.context.pool);
}

function witnessed(): Config {
  const { config: { home, databaseUrl } } = cli.context;
  return loadConfig({ MINQING_HOME: home, DATABASE_URL: databaseUrl!, SEAL_EXPORT_FILE: outside });
}

it('a database that was put back as a whole, without a mark, is declared by the checkpoint that knows of more', async () => {
  const { context } = cli;
  await expect(declareGap(context, { checkpoint: outside, reason: 'nothing is lost' })).rejects.toMatchObject({ code: 'no-gap' });

  const before = await context.record.lastPosition();
  await putBack(before - 2);
  await expect(declareGap(context, { checkpoint: false, reason: 'nobody kept one' })).rejects.toMatchObject({ code: 'no-gap' });
  expect((await declareGap(context, { checkpoint: outside, reason: 'an old disk' })).gap).toMatchObject({ after: before - 2, lostTo: before, ground: 'checkpoint' });
  expect((await context.record.readAll({ after: before - 2 }))[0]).toMatchObject({ type: 'EpochBegun', data: { epoch: 2 } });
  expect(await context.mark.read()).toBeUndefined();
}, 60_000);

it('is declared once, by whoever declares again after a death before the mark was removed', async () => {
  const { context } = cli;
  const before = await context.record.lastPosition();
  await putBack(before - 1);
  const dies = Object.assign(Object.create(context.mark) as typeof context.mark, { remove: () => Promise.reject(new Error('killed')) });
  const asked = { checkpoint: outside, reason: 'an old disk' };
  await expect(declareGap({ ...context, mark: dies }, asked)).rejects.toThrow('killed');
  expect(await context.mark.read()).toBeDefined();
  expect((await declareGap(context, asked)).gap).toMatchObject({ after: before - 1, lostTo: before, ground: 'checkpoint' });
  expect(await context.mark.read()).toBeUndefined();
  expect((await context.record.readAll({ after: before - 1 })).map(({ type }) => type)).toEqual(['EpochBegun']);
}, 60_000);

/** What stands behind a position. */
async function behind(position: number): Promise<readonly string[]> {
  return (await cli.context.record.readAll({ after: position })).map(({ type, position: at, data }) => (type === 'EpochBegun' ? `declared at ${at} behind ${(data as Gap).after}` : type));
}

it('is declared only when every process has heard of the mark, right behind what they wrote until then', async () => {
  const { store, record, mark } = cli.context;
  await append(store);
  await mark.putBack(await record.lastPosition());
  const working = async (): Promise<string> => {
    for (let commands = 0; commands < 200; commands += 1) {
      await append(store);
      await delay(50);
    }
    return 'never heard';
  };
  const [heard, { gap }] = await Promise.all([
    working().catch((fault: Fault) => fault.code), declareGap(cli.context, { checkpoint: false, reason: 'an old disk' }),
  ]);
  expect(heard).toBe('gap-undeclared');
  expect(await behind(gap.after)).toEqual([`declared at ${gap.after + 1} behind ${gap.after}`]);
}, 60_000);

it('is declared once more, and the mark stays until then, where something came in right before the declaration', async () => {
  const { context } = cli;
  const { record, mark } = context;
  const before = await record.lastPosition();
  await mark.putBack(before);
  const marks: unknown[] = [];
  const slow = Object.assign(bound(record), {
    append: async (asked: AppendRequest) => {
      marks.push(await mark.read());
      if (marks.length === 1) await append(record);
      return record.append(asked);
    },
  });
  const { gap } = await declareGap({ ...context, record: slow }, { checkpoint: false, reason: 'an old disk' });
  expect(gap).toMatchObject({ after: before + 2 });
  expect(await behind(before + 1)).toEqual([`declared at ${before + 2} behind ${before}`, `declared at ${before + 3} behind ${before + 2}`]);
  expect(marks).toEqual([expect.anything(), expect.anything()]);
  expect(await mark.read()).toBeUndefined();
}, 60_000);

it('declared by two at once is declared once, and both tell what is on record', async () => {
  const { context } = cli;
  const before = await context.record.lastPosition();
  await putBack(before - 1);
  const both = await Promise.all(['an old disk', 'the disk is old'].map((reason) => declareGap(context, { checkpoint: outside, reason })));
  const [event, ...others] = await context.record.readAll({ after: before - 1 });
  expect(others).toEqual([]);
  for (const { gap } of both) expect(gap).toEqual(event!.data);
}, 60_000);

it('declared by another right before the checkpoint is held against the record is declared once', async () => {
  const { context } = cli;
  const before = await context.record.lastPosition();
  await putBack(before - 1);
  await context.mark.putBack(before - 1);
  let other: ReturnType<typeof declareGap> | undefined;
  const record = Object.assign(bound(context.record), {
    lastPosition: async () => {
      await (other ??= declareGap(context, { checkpoint: outside, reason: 'an old disk' }));
      return context.record.lastPosition();
    },
  });
  const { gap } = await declareGap({ ...context, record }, { checkpoint: outside, reason: 'the disk is old' });
  expect(gap).toMatchObject({ after: before - 1, reason: 'an old disk' });
  expect(await behind(before - 1)).toEqual([`declared at ${before} behind ${before - 1}`]);
}, 60_000);

it('is noticed at boot by the file of checkpoints handed out; nothing is taken or sealed until it is declared, and no boot asks again', async () => {
  const { context } = cli;
  await (await boot()).store.lastPosition();
  expect(await context.mark.read()).toBeUndefined();

  const before = await context.record.lastPosition();
  await putBack(before - 2);
  const { store, mark } = await boot();
  expect(await mark.read()).toMatchObject({ position: before - 2 });
  await expect(append(store)).rejects.toMatchObject({ code: 'gap-undeclared' });
  expect((await store.readAll({ after: 0 })).length).toBe(before - 2);

  await declareGap(context, { checkpoint: outside, reason: 'an old disk' });
  await append((await boot()).store);
  expect(await context.mark.read()).toBeUndefined();
  await handOut();
  await boot();
  expect(await context.mark.read()).toBeUndefined();
}, 60_000);

it('under a running worker is noticed at its next turn of sealing, which seals nothing and hands out nothing', async () => {
  const { pool, record, mark, now } = cli.context;
  const { sealUntil } = await openSealing(witnessed(), { pool, record, mark }, now, pino({ level: 'silent' }));
  await putBack(await record.lastPosition() - 2);
  await append(record);
  const handedOut = await readFile(outside, 'utf8');
  expect(await sealUntil(AbortSignal.timeout(5_000))).toBe(0);
  expect(await mark.read()).toBeDefined();
  expect((await (await openPostgresSeals(pool)).state()).last).toBeUndefined();
  expect(await readFile(outside, 'utf8')).toBe(handedOut);
}, 60_000);

it('that went on as another history is noticed too, and is not declared by a checkpoint that it does not fit', async () => {
  const { context } = cli;
  await putBack(await context.record.lastPosition() - 2);
  await imported('cadres');
  const { store } = await boot();
  await expect(append(store)).rejects.toMatchObject({ code: 'gap-undeclared' });
  await expect(declareGap(context, { checkpoint: outside, reason: 'an old disk' })).rejects.toMatchObject({ code: 'record-forked' });
  expect(await context.mark.read()).toBeDefined();
}, 60_000);

it('checkpoints of another installation stop the boot, and declare nothing', async () => {
  const foreign = (await readFile(outside, 'utf8')).replaceAll(/minqing\/[0-9a-f-]{36}/g, 'minqing/00000000-0000-4000-8000-000000000000');
  await writeFile(outside, foreign);
  await expect(boot()).rejects.toMatchObject({ code: 'checkpoints-of-another' });
  expect(await cli.context.mark.read()).toBeUndefined();
  await cli.context.mark.putBack(await cli.context.record.lastPosition());
  await expect(declareGap(cli.context, { checkpoint: outside, reason: 'an old disk' })).rejects.toMatchObject({ code: 'checkpoint-foreign' });
}, 60_000);

/** The record by its own methods, of which a test puts others in place. */
function bound(record: LogTarget): LogTarget {
  return {
    append: record.append.bind(record), readStream: record.readStream.bind(record), readAll: record.readAll.bind(record), follow: record.follow.bind(record),
    lastPosition: record.lastPosition.bind(record), findCommand: record.findCommand.bind(record), close: record.close.bind(record),
    appendRecorded: record.appendRecorded.bind(record), health: record.health.bind(record),
  };
}
