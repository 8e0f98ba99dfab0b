import { type ActingPost, scopeOf } from '#identity';
import type { Views } from '#projections';
import type { Standpoint } from '../standpoint.js';
import { streamOf } from '../streams.js';

type Seen = Awaited<ReturnType<Views['issue']>>;

/**
 * The row of an issue that the post sees: one within its scope, or one that was reported by this very post, which the roster may have sent
 * to a door beyond it. Undefined for any other, and for none.
 */
export async function issueSeen({ store, readModels, now }: Standpoint, issueId: string, asking: ActingPost): Promise<Seen> {
  const scope = scopeOf(asking);
  const found = await readModels.issue(issueId, scope, now());
  if (found || scope.within.length === 0) return found;
  const { events: [first] } = await store.readStream(streamOf.issue(issueId));
  const isOwn = first?.by.kind === 'cadre' && first.by.cadre === asking.cadre && first.by.post === asking.post;
  return isOwn ? readModels.issue(issueId, 'everything', now()) : undefined;
}
