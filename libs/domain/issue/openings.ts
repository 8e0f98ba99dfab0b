import { refuse, type Actor, type Instant } from '#kernel';
import type { Limit, Sourced } from '../rulebook/rulebook.js';
import { aHandlerDecidesNoOpening } from './rules/a-handler-decides-no-opening.js';
import { anOpeningIsDecidedOnce } from './rules/an-opening-is-decided-once.js';
import { aPersonAsksOnceAtATime } from './rules/a-person-asks-once-at-a-time.js';
import { nobodyActsOnAComplaintAboutThemselves } from './rules/nobody-acts-on-a-complaint-about-themselves.js';
import { onlyASealedIdentityIsOpened } from './rules/only-a-sealed-identity-is-opened.js';
import type { Refused } from './rules/refused.js';
import { whoeverAsksDoesNotDecide } from './rules/whoever-asks-does-not-decide.js';
import type { IdentityOpening, KnownIssue } from './state.js';

export type Judged<Opening> = NonNullable<Refused> | { readonly accepted: true; readonly opening: Opening };

/** How long an approved opening lasts. Each one on record says its own end, so another figure moves none. */
export const OPENING_LASTS: Sourced<Limit> = {
  value: { amount: 24, unit: 'hour' },
  source: 'product default: one day is enough for a call, and short enough to ask again',
};

/** Why this person may not ask to open the identity now; undefined when they may. Role and jurisdiction are judged elsewhere. */
export function whyNotAsked(issue: KnownIssue, by: Actor, at: Instant): Refused {
  if (by.kind !== 'cadre') return refuse('a-person-opens');
  return onlyASealedIdentityIsOpened(issue) ?? nobodyActsOnAComplaintAboutThemselves(by, issue) ?? aPersonAsksOnceAtATime(by.cadre, at, issue);
}

/** The request that this person may say yes or no to, or why not. */
export function openingToDecide(issue: KnownIssue, by: Actor, id: string): Judged<IdentityOpening> {
  if (by.kind !== 'cadre') return refuse('a-person-opens');
  const opening = issue.openings.find((each) => each.id === id);
  if (!opening) return refuse('opening-unknown');
  const refused = anOpeningIsDecidedOnce(opening) ?? whoeverAsksDoesNotDecide(by.cadre, opening)
    ?? aHandlerDecidesNoOpening(by.cadre, issue) ?? nobodyActsOnAComplaintAboutThemselves(by, issue);
  return refused ?? { accepted: true, opening };
}

/** Whether they may read who brought the matter, and by which opening; null where none is needed. Openings are people's alone. */
export function readingOf(issue: KnownIssue, by: Actor, at: Instant): Judged<IdentityOpening | null> {
  if (issue.reporter === null) return refuse('no-reporter');
  const refused = nobodyActsOnAComplaintAboutThemselves(by, issue);
  if (refused) return refused;
  if (!issue.identitySealed) return { accepted: true, opening: null };
  const approved = issue.openings.findLast(({ asker, standing }) => by.kind === 'cadre' && asker === by.cadre && standing === 'approved');
  if (!approved?.until) return refuse('identity-sealed');
  return approved.until > at ? { accepted: true, opening: approved } : refuse('opening-expired', { until: approved.until });
}
