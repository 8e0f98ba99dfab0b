import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig, type Config } from '#config';
import { instantOf, type Instant } from '#kernel';
import { RestoreMark } from '#recovery';
import { openSealing, type Sealing } from '../../apps/worker/sealing.js';
import { openSealedRecord, tamper, type SealedRecord } from './open.js';

let record: SealedRecord;
let sealing: Sealing;
let lines: { readonly alarm?: true; readonly msg: string }[];
let clock: number;

beforeEach(async () => {
  record = await openSealedRecord();
  [lines, clock] = [[], Date.parse('2026-10-12T01:00:00.000Z')];
  sealing = await open();
});
afterEach(() => record.close());

/** As apps/worker opens it, with a file for a witness in a folder that is not there yet. */
async function open(seal: Partial<Config['seal']> = {}): Promise<Sealing> {
  const config = loadConfig({});
  const log = pino({ level: 'warn' }, { write: (line: string) => { lines.push(JSON.parse(line) as (typeof lines)[number]); } });
  const parts = { pool: record.pool, record: record.store, mark: await RestoreMark.open(record.pool) };
  return openSealing({ ...config, seal: { ...config.seal, keyFile: record.keyFile.path, exportFile: join(record.folder, 'away', 'witness'), ...seal } }, parts, (): Instant => instantOf(clock += 60_000), log);
}

/** One turn that ends at once; answers what is noted of it. */
async function turn(): Promise<{ readonly failure: string | null | undefined; readonly witness: string | null | undefined; readonly doneAt: Instant | null }> {
  await sealing.sealUntil(AbortSignal.abort()).catch(() => undefined);
  const { turn: ended, witnesses } = await record.seals.standing();
  return { failure: ended?.failure, witness: witnesses[0]?.failure, doneAt: await sealing.doneAt() };
}

it('is done when the record is sealed and the witness has it, and each done turn is a later one', async () => {
  await record.grow(3);
  expect(await sealing.doneAt()).toBeNull();
  expect(await turn()).toEqual({ failure: null, witness: 'unknown', doneAt: null });
  await mkdir(join(record.folder, 'away'));
  const first = await turn();
  expect(first).toMatchObject({ failure: null, witness: null, doneAt: expect.any(String) as string });
  const second = await turn();
  expect(Date.parse(second.doneAt!)).toBeGreaterThan(Date.parse(first.doneAt!));
});

it('keeps what the sealer stopped for: a record that was changed, and a key that is not there', async () => {
  await mkdir(join(record.folder, 'away'));
  await record.grow(3);
  await turn();
  await tamper(record.pool, 'record.event', `update record.event set hash = sha256('other') where position = 2`);
  expect(await turn()).toMatchObject({ failure: 'seal-record-differs', doneAt: null });
  expect(lines).toContainEqual(expect.objectContaining({ alarm: true, msg: 'the record is not sealed' }));
  await rename(record.keyFile.path, `${record.keyFile.path}.away`);
  expect(await turn()).toMatchObject({ failure: 'seal-key-missing', doneAt: null });
});

it('forgets a witness that is not told any more', async () => {
  await record.grow(3);
  expect(await turn()).toMatchObject({ witness: 'unknown', doneAt: null });
  sealing = await open({ exportFile: null });
  expect(await turn()).toMatchObject({ failure: null, witness: undefined, doneAt: expect.any(String) as string });
});
