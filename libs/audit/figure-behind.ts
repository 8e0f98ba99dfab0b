import { figuresOf, GRADE_BEFORE_REGISTRATION, isLimit, type Figure, type FigureValue, type IssueEvent, type KnownIssue, type Rulebook } from '#domain';
import type { api } from '#wire';

/** The figures of a version by its name; undefined when it is not on record. */
export type RulesNamed = (version: string) => Rulebook | undefined;

/**
 * The figure of the rulebook that an event followed from, in the version that it was decided by; null when none speaks of
 * it, or when the version on record does not have the limit that the event says it was given.
 */
export function figureBehind(event: IssueEvent, ruleVersion: string, issue: KnownIssue, rulesNamed: RulesNamed): api.ReplayRule | null {
  const places = placesFor(event, issue);
  const rules = places.length > 0 ? rulesNamed(ruleVersion) : undefined;
  if (!rules) return null;
  const figures = figuresOf(rules);
  const found = places.map((place) => figures.find((figure) => figure.place === place)).find((figure) => figure !== undefined && fits(event, figure.value, issue));
  return found ? shapeOf(found) : null;
}

/** Where to look, the likelier place first. */
function placesFor(event: IssueEvent, issue: KnownIssue): readonly string[] {
  switch (event.type) {
    case 'DeadlineSet': return deadlinePlaces(event.data.kind, event.data.level, issue);
    case 'DeadlineStepPassed': return [`ladders.${event.data.kind}`];
    case 'IssueDispatched': return event.data.ruling ? ['returnsBeforeRuling'] : [];
    case 'IssueReopened': return event.data.ground === 'reported-again' ? ['repeatWindow'] : [];
    case 'IssueClosed': return event.data.ground === 'unreached' && !issue.nobodyNamed ? ['verdictTries'] : [];
    default: return [];
  }
}

/** A clock of handling that was handed on with what was taken over is that of the level that took it. */
function deadlinePlaces(kind: Extract<IssueEvent, { type: 'DeadlineSet' }>['data']['kind'], level: KnownIssue['holder']['level'], { classification, cycle, takenBy }: KnownIssue): readonly string[] {
  switch (kind) {
    case 'dispatch': return [`dispatch.${classification?.grade ?? GRADE_BEFORE_REGISTRATION}`];
    case 'sign': return ['sign'];
    case 'first-contact': return ['firstContact'];
    case 'verdict': return ['verdict'];
    case 'handling': return [...(cycle > 1 ? ['rehandling'] : []), classification?.horizon === 'long-term' ? 'longTerm' : `handling.${level}`, ...(takenBy ? [`handling.${takenBy.level}`] : [])];
  }
}

/** A deadline says its limit itself: the figure must be that one. What was taken over is given on as a ruling after however few returns. */
function fits(event: IssueEvent, value: FigureValue, issue: KnownIssue): boolean {
  if (event.type === 'IssueDispatched') return typeof value === 'number' && issue.returns >= value;
  if (event.type !== 'DeadlineSet') return true;
  const { limit } = event.data;
  return isLimit(value) && value.amount === limit.amount && value.unit === limit.unit;
}

function shapeOf({ place, value, source }: Figure): api.ReplayRule {
  return { figure: place, limit: isLimit(value) ? { ...value } : null, count: typeof value === 'number' ? value : null, source };
}
