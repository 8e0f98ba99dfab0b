import type { Command, Instant } from '#kernel';
import { deadlineFrom, momentBefore } from '../calendar/deadline-from.js';
import type { WorkingCalendar } from '../calendar/calendar.js';
import type { DeadlineKind, LadderStep, Limit } from '../rulebook/rulebook.js';
import type { Classification, DeadlineSet, DeadlineStep, Holder } from './events.js';
import type { IssueFacts } from './facts.js';
import { happened } from './happened.js';
import { handlingLimit } from './limits.js';
import type { StandingDeadline } from './state.js';

export interface NewDeadline {
  readonly kind: DeadlineKind;
  readonly holder: Holder;
  readonly limit: Limit;
  /** When the limit begins to run; the command's moment when absent. */
  readonly from?: Instant;
  /** For a matter of another system: measured, never acted upon. */
  readonly withoutSteps?: true;
}

/**
 * A deadline with its ladder as absolute moments. A command sets at most one of each kind, so kind and command id name it
 * for ever. Warnings that would come before the limit runs, or before now, are left out.
 */
export function deadlineSet(command: Pick<Command, 'id' | 'at' | 'by'>, facts: IssueFacts, wanted: NewDeadline): DeadlineSet {
  const from = wanted.from ?? command.at;
  const id = `${wanted.kind}.${command.id}`;
  const { dueAt, days } = deadlineFrom(from, wanted.limit, facts.calendar);
  const steps = wanted.withoutSteps ? [] : ladderSteps(id, facts.rules.ladders.value[wanted.kind], dueAt, facts.calendar);
  return happened(command, 'DeadlineSet', {
    id, kind: wanted.kind, unit: wanted.holder.unit, level: wanted.holder.level, from, dueAt, limit: wanted.limit, days,
    calendarVersion: facts.calendar.version, ruleVersion: facts.rules.version,
    steps: steps.filter((step) => step.act !== 'warn' || (step.at > from && step.at > command.at)),
  });
}

interface Assigned {
  readonly holder: Holder;
  readonly classification: Classification;
  readonly contacted: boolean;
  readonly nobodyNamed: boolean;
}

/** The clocks of an assignment: signing, the first contact with a resident who is named and was not reached in this cycle, and handling, all from now. */
export function assignmentDeadlines(
  command: Pick<Command, 'id' | 'at' | 'by'>, facts: IssueFacts, { holder, classification, contacted, nobodyNamed }: Assigned,
): DeadlineSet[] {
  const { rules } = facts;
  return [
    deadlineSet(command, facts, { kind: 'sign', holder, limit: rules.sign.value }),
    ...(contacted || nobodyNamed ? [] : [deadlineSet(command, facts, { kind: 'first-contact', holder, limit: rules.firstContact.value })]),
    deadlineSet(command, facts, { kind: 'handling', holder, limit: handlingLimit(rules, classification, holder.level, false) }),
  ];
}

function ladderSteps(id: string, ladder: readonly LadderStep[], dueAt: Instant, calendar: WorkingCalendar): DeadlineStep[] {
  return ladder
    .map(({ act, offset, before }, index) => ({
      id: `${id}.${index + 1}`, act, at: before ? momentBefore(dueAt, offset, calendar) : deadlineFrom(dueAt, offset, calendar).dueAt,
    }))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/**
 * A standing deadline under another limit, counted from its own beginning. When that moment is over already and the old
 * one is not, the new limit runs from now, but never beyond the old moment: a change of class neither makes an issue
 * overdue at a stroke nor gives a stricter class more time. Nor does it wake a clock that is silent. Undefined when the deadline stays as it is.
 */
export function deadlineReset(command: Pick<Command, 'id' | 'at' | 'by'>, facts: IssueFacts, old: StandingDeadline, limit: Limit, supervised: boolean): DeadlineSet | undefined {
  if (old.limit.amount === limit.amount && old.limit.unit === limit.unit) return undefined;
  const wanted = { kind: old.kind, holder: { unit: old.unit, level: old.level }, limit, ...(isSilent(old, supervised) && { withoutSteps: true as const }) };
  const counted = deadlineSet(command, facts, { ...wanted, from: old.from });
  if (counted.data.dueAt >= command.at) return counted;
  const fresh = deadlineSet(command, facts, wanted);
  return old.dueAt > command.at && fresh.data.dueAt < old.dueAt ? fresh : undefined;
}

/** Measured and no more: of a matter of another system, or after an order of supervision has ended its ladder. */
function isSilent({ steps, pending }: StandingDeadline, supervised: boolean): boolean {
  return steps.length === 0 || (supervised && pending.length === 0);
}

/** A standing deadline in other hands: due at the same moment by the same sum, with the steps that have not passed yet. */
export function deadlineHandedOn(command: Pick<Command, 'id' | 'at' | 'by'>, { pending, ...old }: StandingDeadline, holder: Holder): DeadlineSet {
  const id = `${old.kind}.${command.id}`;
  const steps = pending.map((step) => ({ ...step, id: `${id}${step.id.slice(old.id.length)}` }));
  return happened(command, 'DeadlineSet', { ...old, id, unit: holder.unit, level: holder.level, steps });
}

export function standing(deadlines: readonly StandingDeadline[], kind: DeadlineKind): StandingDeadline | undefined {
  return deadlines.find((deadline) => deadline.kind === kind);
}
