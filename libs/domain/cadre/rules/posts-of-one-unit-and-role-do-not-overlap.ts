import { refuse, type CivilDate } from '#kernel';
import type { HeldPost } from '../state.js';

/**
 * A cadre may hold posts in several units, and wear two hats in one; the same hat twice at a time would make it open by
 * which post he acted. A post without a last day lasts without end.
 */
export function postsOfOneUnitAndRoleDoNotOverlap(taken: HeldPost, held: readonly HeldPost[]) {
  const other = held.find((post) => post.unit === taken.unit && post.role === taken.role && lastsUntil(post, taken.from) && lastsUntil(taken, post.from));
  return other ? refuse('post-overlaps', { post: taken.post, other: other.post, unit: other.unit }) : undefined;
}

function lastsUntil({ to }: HeldPost, day: CivilDate): boolean {
  return to === null || to >= day;
}
