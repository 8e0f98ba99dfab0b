import { refuse, type CivilDate } from '#kernel';
import type { HeldPost } from '../state.js';

export function aPostIsLeftOnceAndNotBeforeItBegan(held: HeldPost, to: CivilDate) {
  if (held.to !== null) return refuse('post-left-already', { post: held.post, to: held.to });
  return to < held.from ? refuse('post-ends-before-it-began', { post: held.post, from: held.from }) : undefined;
}
