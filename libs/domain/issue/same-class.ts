import type { Classification } from './events.js';

export function sameClass(one: Classification, other: Classification): boolean {
  return one.scope === other.scope && one.horizon === other.horizon && one.topic === other.topic && one.grade === other.grade;
}
