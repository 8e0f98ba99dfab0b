import { refuse } from '#kernel';
import type { PostData } from '../events.js';

/** Actors in events name their post: what a post's code stands for cannot change afterwards. */
export function aPostKeepsItsMeaning(known: PostData, given: PostData) {
  const same = known.unit === given.unit && known.role === given.role && known.from === given.from;
  return same ? undefined : refuse('post-known-otherwise', { post: known.post });
}
