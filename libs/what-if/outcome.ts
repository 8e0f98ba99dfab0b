import type { DeadlineKind, IssueEvent, Level } from '#domain';
import { Fault, type Instant } from '#kernel';
import { ledgerRowAfter, type LedgerRow } from '#projections';

/** One taking over of an issue by the level above. */
export interface Climb {
  readonly at: Instant;
  readonly unit: string;
  readonly level: Level;
  readonly ground: 'overdue' | 'asked' | 'ordered';
}

/** A deadline as it was given. */
export interface GivenDeadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly unit: string;
  readonly level: Level;
  readonly dueAt: Instant;
}

/** What came of a life of an issue, as the ledger shows it and as its clock went. */
export interface Outcome {
  readonly row: LedgerRow;
  /** A deadline that stands is past. */
  readonly overdue: boolean;
  readonly deadlines: readonly GivenDeadline[];
  /** Reminders on record, of whichever ground. */
  readonly urgings: number;
  /** Warnings before a deadline, and what unit heads and supervisors were told behind it. */
  readonly told: number;
  readonly climbs: readonly Climb[];
  readonly supervisedAt: Instant | null;
}

/** Fault `event-out-of-place` for events that begin no issue. */
export function outcomeOf(events: readonly IssueEvent[], until: Instant): Outcome {
  const row = events.reduce<LedgerRow | null>((before, event) => ledgerRowAfter(before, event, 0), null);
  if (row === null) throw new Fault('event-out-of-place', { params: { type: events[0]?.type ?? 'none' } });
  const deadlines: GivenDeadline[] = [];
  const climbs: Climb[] = [];
  let [urgings, told, supervisedAt]: [number, number, Instant | null] = [0, 0, null];
  for (const event of events) {
    switch (event.type) {
      case 'DeadlineSet': deadlines.push(givenIn(event.data)); break;
      case 'DeadlineStepPassed': if (event.data.act !== 'due' && event.data.act !== 'take-over') told += 1; break;
      case 'IssueUrged': urgings += 1; break;
      case 'IssueTakenOver': climbs.push({ at: event.at, ...event.data.to, ground: event.data.ground }); break;
      case 'SupervisionOrdered': supervisedAt = event.at; break;
      default:
    }
  }
  return { row, overdue: row.dueAt !== null && row.dueAt < until, deadlines, urgings, told, climbs, supervisedAt };
}

function givenIn({ id, kind, unit, level, dueAt }: GivenDeadline): GivenDeadline {
  return { id, kind, unit, level, dueAt };
}
