import { refuse } from '#kernel';
import type { PostData } from '../events.js';
import type { HeldPost } from '../state.js';

/** A new post lasts without end, so it overlaps every post of its unit that has not ended before it begins. */
export function postsOverlapOnlyInDifferentUnits(taken: PostData, held: readonly HeldPost[]) {
  const other = held.find((post) => post.unit === taken.unit && (post.to === null || post.to >= taken.from));
  return other ? refuse('post-overlaps', { post: taken.post, other: other.post, unit: other.unit }) : undefined;
}
