import { refuse } from '#kernel';
import type { Directory } from '../../unit/unit.js';
import type { PostData } from '../events.js';

export function aPostIsInAKnownUnit(post: PostData, directory: Directory) {
  return directory.unit(post.unit) ? undefined : refuse('post-unit-unknown', { post: post.post, unit: post.unit });
}
