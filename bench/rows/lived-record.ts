import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { atOnce } from '../harness/lateness.js';
import type { Instant } from '#kernel';
import { CADRE, inHandling, now, openOffice, type Office } from '../harness/office.js';

/**
 * Real histories by the domain's own decisions, so many events or a few more, and read models that the projector made of
 * them. Each issue is lived at one moment: the same for all, or its own by its number.
 */
export async function livedRecord(url: string, events: number, momentOf?: (issue: number) => Instant): Promise<Office> {
  const office = await openOffice(url);
  const begun = now();
  let issues = 0;
  const handled = async (): Promise<void> => {
    const at = momentOf?.(issues++) ?? begun;
    const issueId = await inHandling(office, at);
    const by = { at, by: CADRE };
    await office.give('record-contact', { issueId, reached: true, note: '已電話聯繫居民' }, by);
    await office.give('set-measure', { issueId, measure: '更換燈具', responsible: 'cadre-0', doneBy: '2036-12-01' }, by);
    if (issueId < '8') await office.give('resolve-issue', { issueId, summary: '已修復', evidence: [{ kind: 'note', text: '現場查看' }] }, by);
  };
  await prepareReadModels(office.pool);
  while ((await office.store.lastPosition()) < events) await atOnce(256, Math.ceil(events / 50), handled);
  const projector = new Projector({ pool: office.pool, store: office.store, log: { info: () => undefined, error: () => undefined } });
  const models = new PostgresReadModels(office.pool);
  projector.start();
  if (!(await models.waitFor(await office.store.lastPosition(), 600_000))) throw new Error('the projector did not follow');
  await projector.stop();
  await models.close();
  return office;
}
