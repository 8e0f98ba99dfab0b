import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVERY, parseNotes } from '#seal';
import { verify } from '../../apps/cli/commands/verify.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { prepareReadModels } from '#projections/postgres';
import { testTemporal, type TestTemporal } from '#testing/servers';
import { ProductProcess, until } from '../faults/product.js';
import { openSealedRecord, type SealedRecord } from './open.js';

let record: SealedRecord;
let temporal: TestTemporal;
let workers: ProductProcess[] = [];

beforeAll(async () => {
  [record, temporal] = await Promise.all([openSealedRecord(), testTemporal()]);
  await prepareReadModels(record.pool);
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  await temporal.stop();
  await record.close();
}, 60_000);

function start(): ProductProcess {
  const { connectionString = '' } = record.pool.options;
  const worker = ProductProcess.start('worker', {
    DATABASE_URL: connectionString, TEMPORAL_ADDRESS: temporal.address, MINQING_HOME: record.folder, SEAL_KEY_FILE: record.keyFile.path, SEAL_EXPORT_FILE: join(record.folder, 'witness'),
  });
  workers.push(worker);
  return worker;
}

const sealedTo = (size: number): Promise<void> => until(() => `sealed to ${size}: ${workers.map(({ words }) => words).join('\n')}`, 90_000, async () => (await record.sizes()).at(-1) === size);

it('a worker seals from its first boot on; killed, another goes on; told to end, it leaves nothing unsealed', async () => {
  await record.grow(10);
  start();
  await sealedTo(10);
  await record.grow(EVERY);
  await sealedTo(EVERY + 10);
  await workers[0]!.kill('SIGKILL');
  workers = [];
  await record.grow(7);
  start();
  start();
  await sealedTo(EVERY + 17);
  await record.grow(3);
  expect(await Promise.all(workers.map((worker) => worker.kill('SIGTERM')))).toEqual([0, 0]);
  workers = [];
  const { seals } = await verify(record, new Terminal('en', true), { checkpoints: [await readFile(join(record.folder, 'witness'), 'utf8')], keys: [] });
  expect(seals).toMatchObject({ sealed: EVERY + 20, findings: [] });
  expect(parseNotes(await readFile(join(record.folder, 'witness'), 'utf8')).length).toBeGreaterThan(0);
}, 240_000);
