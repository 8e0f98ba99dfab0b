import { refuse } from '#kernel';
import { isWithin } from '../../unit/unit.js';
import type { IssueFacts } from '../facts.js';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** In the unit that holds the matter or in one below it: who has left, or belongs elsewhere, answers for nothing there. */
export function whoeverIsResponsibleHoldsAPost(responsible: string, { holder }: KnownIssue, { responsibleUnits, directory }: IssueFacts): Refused {
  if (responsibleUnits === undefined || responsibleUnits.some((unit) => isWithin(directory, unit, holder.unit))) return undefined;
  return refuse('responsible-without-post', { cadre: responsible, unit: holder.unit });
}
