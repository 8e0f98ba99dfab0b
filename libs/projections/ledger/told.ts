import type { IssueEvent, KnownIssue } from '#domain';
import type { api } from '#wire';

type Told = readonly api.Told[] | null;

/** What of a row decides whether something that was told still stands. */
interface Before {
  readonly told: Told;
  readonly unit: string;
}

/**
 * What was told about an issue and still stands, oldest first: the steps that have passed of the deadlines that stand, and a
 * person's urging until the unit that was urged answers or no longer holds it. Null for nothing, which is most rows. A take-over is not
 * told but done: it shows as an escalation or, at the top, as supervision.
 */
export function toldAfter(before: Before | null, event: IssueEvent, state: KnownIssue): Told {
  const told = before?.told ?? null;
  switch (event.type) {
    case 'DeadlineStepPassed':
      return event.data.act === 'take-over' ? told : [...(told ?? []), { act: event.data.act, kind: event.data.kind, at: event.at }];
    case 'IssueUrged':
      // The clock's urging is the step `due`, which falls away with its deadline.
      return event.data.ground === 'overdue' ? told : [...(told ?? []).filter(({ act }) => act !== 'urge'), { act: 'urge', kind: null, at: event.at }];
    default:
      return before === null || told === null ? null : standing(told, before.unit, event, state);
  }
}

/** The same list as long as nothing falls away. */
function standing(told: readonly api.Told[], unit: string, event: IssueEvent, state: KnownIssue): Told {
  const urgingStands = state.holder.unit === unit && event.type !== 'IssueResolved' && event.type !== 'IssueExplained' && state.status !== 'closed' && state.status !== 'withdrawn';
  const replaced = event.type === 'DeadlineSet' ? event.data.kind : null;
  const left = told.filter(({ kind }) => (kind === null ? urgingStands : kind !== replaced && state.deadlines.some((deadline) => deadline.kind === kind)));
  if (left.length === told.length) return told;
  return left.length === 0 ? null : left;
}
