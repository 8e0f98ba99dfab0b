import { refuse } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import { compareRulebooks } from '../compare.js';
import type { Rulebook } from '../rulebook.js';

/** A number is not changed under the source of the old one: whoever reads it later must find out on whose word. */
export function aChangedFigureGivesItsSource(proposed: Rulebook, inForce: Rulebook): Refused {
  const silent = compareRulebooks(inForce, proposed).find(({ change, old, new: after }) => change !== 'source-only' && old.source === after.source);
  return silent ? refuse('rulebook-source-unchanged', { place: silent.place }) : undefined;
}
