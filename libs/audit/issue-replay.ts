import { initialIssue, issueDecider, stageOf, type IssueEvent, type IssueState, type KnownIssue } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Instant } from '#kernel';
import { ledgerProjection, type LedgerRow } from '#projections';
import { api, decodeEvent, type Disclosure } from '#wire';
import { figureBehind, type RulesNamed } from './figure-behind.js';
import { historyEntry, type Names } from './replay.js';

/** What was said in words, which the fold does not keep: the measure and the answer that stand. */
interface Said {
  readonly measure: string;
  readonly answer: string;
}

interface Folded {
  readonly event: IssueEvent;
  readonly row: LedgerRow;
  readonly issue: KnownIssue;
  readonly said: Said;
}

/** The life of one issue, each event with how the issue stood after it: folded by the domain and the ledger, as it was then. */
export function replayOf(recorded: readonly RecordedEvent[], names: Names, rulesNamed: RulesNamed, to: Disclosure = 'nothing'): api.ReplayStep[] {
  const steps: api.ReplayStep[] = [];
  let before: api.ReplayState | undefined;
  for (const [index, folded] of foldings(recorded).entries()) {
    const { event } = folded;
    const state = stateAfter(folded, names);
    const entry = historyEntry(recorded[index]!, event, names, to);
    steps.push({ ...entry, step: index + 1, rule: figureBehind(event, recorded[index]!.ruleVersion, folded.issue, rulesNamed), state, changed: before ? changedBetween(before, state) : [] });
    before = state;
  }
  return steps;
}

function foldings(recorded: readonly RecordedEvent[]): Folded[] {
  const found: Folded[] = [];
  let row: LedgerRow | null = null;
  let issue: IssueState = initialIssue;
  let said: Said = { measure: '', answer: '' };
  for (const each of recorded) {
    const event = decodeEvent(each) as IssueEvent;
    row = ledgerProjection.project(row, each);
    issue = issueDecider.evolve(issue, event);
    if (row === null || issue.status === 'none') break;
    said = saidAfter(said, event);
    found.push({ event, row, issue, said });
  }
  return found;
}

function saidAfter(said: Said, event: IssueEvent): Said {
  switch (event.type) {
    case 'MeasureSet': return { ...said, measure: event.data.measure };
    case 'IssueResolved': return { ...said, answer: event.data.summary };
    case 'IssueExplained': return { ...said, answer: event.data.explanation };
    default: return said;
  }
}

function stateAfter({ event: { at }, row, issue, said }: Folded, names: Names): api.ReplayState {
  const unit = (code: string) => ({ unit: code, name: names.unit(code) });
  const person = (cadre: string) => ({ cadre, name: names.cadre(cadre) });
  return {
    status: row.status, stage: stageOf(issue.status), level: row.level, holder: unit(row.unit),
    scope: row.scope, horizon: row.horizon, topic: row.topic, grade: row.grade,
    signedBy: issue.signedBy === null ? null : person(issue.signedBy), coResponsible: issue.coResponsible.map(unit), contacted: issue.contacted,
    measure: issue.measure && { text: said.measure, responsible: person(issue.measure.responsible), doneBy: issue.measure.doneBy },
    answer: row.answer && { kind: row.answer, text: said.answer, at: row.answeredAt ?? at, inTime: row.inTime },
    satisfied: row.satisfied, deadlines: issue.deadlines.map((deadline) => deadlineAfter(deadline, at, unit(deadline.unit))),
    overdue: row.dueAt !== null && row.dueAt < at, supervised: row.supervised,
    cycle: issue.cycle, repeats: row.repeats, returns: row.returns, urges: issue.urges, escalations: row.escalations,
  };
}

function deadlineAfter({ kind, level, dueAt, pending: [next] }: KnownIssue['deadlines'][number], at: Instant, holder: api.ReplayState['holder']): api.ReplayState['deadlines'][number] {
  return { kind, holder, level, dueAt, overdue: dueAt < at, next: next ? { act: next.act, at: next.at } : null };
}

/** The parts of the state that differ, by content. */
export function changedBetween(before: api.ReplayState, after: api.ReplayState): api.ReplayKey[] {
  return api.REPLAY_KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
