import { refuse } from '#kernel';
import type { PostData } from '../events.js';
import type { HeldPost } from '../state.js';

/**
 * A cadre may hold posts in several units, and wear two hats in one; the same hat twice at a time would make it open by
 * which post he acted. A new post lasts without end, so it overlaps every one that has not ended before it begins.
 */
export function postsOfOneUnitAndRoleDoNotOverlap(taken: PostData, held: readonly HeldPost[]) {
  const other = held.find((post) => post.unit === taken.unit && post.role === taken.role && (post.to === null || post.to >= taken.from));
  return other ? refuse('post-overlaps', { post: taken.post, other: other.post, unit: other.unit }) : undefined;
}
