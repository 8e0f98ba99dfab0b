import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { now, openOffice, type Office } from '../harness/office.js';
import { fillRecord, type MomentOf } from './filled-record.js';

const LONGEST_MS = 3_600_000;

/**
 * Real histories by the domain's own decisions, so many events or a few more, and read models that the projector made of
 * them live. All issues are lived at one moment, unless each is given its own.
 */
export async function livedRecord(url: string, events: number, momentOf?: MomentOf): Promise<Office> {
  const office = await openOffice(url);
  const begun = now();
  await fillRecord(office, events, momentOf ?? (() => begun));
  await project(office);
  return office;
}

async function project({ pool, store }: Office): Promise<void> {
  await prepareReadModels(pool);
  const projector = new Projector({ pool, store, log: { info: () => undefined, error: () => undefined } });
  const models = new PostgresReadModels(pool);
  projector.start();
  const followed = await models.waitFor(await store.lastPosition(), LONGEST_MS);
  await projector.stop();
  await models.close();
  if (!followed) throw new Error('the projector did not follow');
}
