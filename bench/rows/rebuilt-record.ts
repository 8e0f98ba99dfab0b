import { openPool } from '#database';
import { SharedReading } from '#event-store';
import { prepareReadModels, PROJECTION_NAMES, rebuild } from '#projections/postgres';
import { now, openOffice, type Office } from '../harness/office.js';
import { fillRecord, type MomentOf } from './filled-record.js';

/** The same record as a lived one, with read models that the product's own rebuild made, all those named with one reading of it: a long record is ready in minutes. */
export async function rebuiltRecord(url: string, events: number, momentOf?: MomentOf, names = PROJECTION_NAMES): Promise<Office> {
  const office = await openOffice(url);
  const begun = now();
  await fillRecord(office, events, momentOf ?? (() => begun));
  await prepareReadModels(office.pool);
  await rebuildEach(url, office, names);
  return office;
}

/** Each holds two connections while it reads, and one more at the end. */
async function rebuildEach(url: string, { store }: Office, names: readonly string[]): Promise<void> {
  const pool = openPool(url, { name: 'bench-rebuild', max: 3 * names.length });
  const reading = new SharedReading(store);
  const readers = names.map((name) => ({ name, ...reading.reader() }));
  await Promise.all(readers.map(async ({ name, readAll, leave }) => {
    const shared = { readAll, readStream: (stream: string) => store.readStream(stream), lastPosition: () => store.lastPosition() };
    await rebuild({ pool, store: shared }, name, 'bench').finally(leave);
  })).finally(() => pool.end());
}
