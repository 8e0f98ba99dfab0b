import { figuresOf, isLimit, type Figure, type FigureUse, type FigureValue } from './figures.js';
import { lengthOf } from './length.js';
import type { Limit, Rulebook } from './rulebook.js';
import { same } from './same.js';

/** `other`: not to be put in order, such as a ladder, or hours against working days. */
export type Change = 'shorter' | 'longer' | 'fewer' | 'more' | 'other' | 'source-only';

/** One figure that differs, as it was and as it is. What that does follows from `use`. */
export interface Difference {
  readonly place: string;
  readonly change: Change;
  readonly use: FigureUse;
  readonly old: Pick<Figure, 'value' | 'source'>;
  readonly new: Pick<Figure, 'value' | 'source'>;
}

/** What differs between two versions, figure by figure, in the order of figures.ts; empty when only name and date do. */
export function compareRulebooks(older: Rulebook, newer: Rulebook): Difference[] {
  const before = new Map(figuresOf(older).map((figure) => [figure.place, figure]));
  return figuresOf(newer).flatMap(({ place, value, source, use }) => {
    const old = before.get(place);
    if (!old || (same(old.value, value) && old.source === source)) return [];
    return [{ place, use, change: changeOf(old.value, value), old: { value: old.value, source: old.source }, new: { value, source } }];
  });
}

function changeOf(old: FigureValue, value: FigureValue): Change {
  if (same(old, value)) return 'source-only';
  if (typeof old === 'number' && typeof value === 'number') return value < old ? 'fewer' : 'more';
  if (isLimit(old) && isLimit(value) && comparable(old, value)) return lengthOf(value) < lengthOf(old) ? 'shorter' : 'longer';
  return 'other';
}

/** How long working days are depends on the calendar. */
function comparable(one: Limit, other: Limit): boolean {
  return (one.unit === 'working-day') === (other.unit === 'working-day') && lengthOf(one) !== lengthOf(other);
}
