import { isMessage } from '#messages';
import { api, events } from '#wire';
import { localTime } from './local-time.js';
import type { Terminal } from './terminal.js';

export type ReplayView = 'compact' | 'full' | 'json';

export interface Telling {
  readonly view: ReplayView;
  /** The whole state after each step, not only what the step changed. */
  readonly state: boolean;
}

/** Tells steps of an issue: what happened; who, why and by which rule; how the issue stood after it. */
export function tellSteps(say: Terminal, all: readonly api.ReplayStep[], wanted: readonly api.ReplayStep[], { view, state }: Telling): void {
  for (const step of wanted) {
    if (view === 'json') {
      say.text(JSON.stringify(asStored(step), events.withheldAs(say.words('withheld')), 2));
    } else {
      say.say('replay-step', { step: step.step, at: localTime(step.at), words: say.event(step.words.code, step.words.params), by: step.byName });
    }
    if (view === 'full') tellWhy(say, step);
    if (view === 'full' || state) tellState(say, step, all[step.step - 2]?.state, state);
  }
}

/** Who brought the matter, in a line of its own: the sentences of a replay never say it. */
export function tellReporter(say: Terminal, { steps: [first] }: api.Replay): void {
  const { reporter = {} } = (first?.data ?? {}) as { readonly reporter?: Readonly<Record<string, string>> };
  say.say('replay-reporter', { reporter: Object.values(reporter).map((part) => part.replace(/\s+/g, ' ')).join(' · ') });
}

function asStored({ step: _step, rule: _rule, state: _state, changed: _changed, ...entry }: api.ReplayStep): api.HistoryEntry {
  return entry;
}

function tellWhy(say: Terminal, { by, byName, byUnitName, commandType, ruleVersion, recordedAt, hash, workflow, rule }: api.ReplayStep): void {
  if (byUnitName !== null) say.say('replay-step-post', { by: byName, unit: byUnitName, role: word(say, 'role', String(by['role'])) });
  say.say('replay-step-full', { commandType, ruleVersion, recordedAt: localTime(recordedAt), hash });
  if (rule) say.say('replay-step-rule', { figure: word(say, 'figure', rule.figure), value: valueOf(say, rule), source: rule.source });
  if (workflow) say.say('replay-step-workflow', { id: workflow.id, run: workflow.run });
}

function valueOf(say: Terminal, { limit, count }: api.ReplayRule): string {
  if (limit) return `${limit.amount} ${word(say, 'limit', limit.unit)}`;
  return count === null ? '' : String(count);
}

/** What changed is marked, with what it was before; the rest is told when all of it was asked for. */
function tellState(say: Terminal, { state, changed }: api.ReplayStep, before: api.ReplayState | undefined, whole: boolean): void {
  for (const key of api.REPLAY_KEYS) {
    const after = partOf(say, state, key);
    const part = word(say, 'replay', key);
    if (before && changed.includes(key)) say.say('replay-changed', { part, before: partOf(say, before, key) || say.words('replay-nothing'), after: after || say.words('replay-nothing') });
    else if (whole && after !== '') say.say('replay-state', { part, after });
  }
}

function partOf(say: Terminal, state: api.ReplayState, key: api.ReplayKey): string {
  return api.replayLines(state, key).map((line) => line.map((piece) => wordOf(say, piece)).join(' · ')).join('; ');
}

/** A piece of what is told, in the reader's words. */
export function wordOf(say: Terminal, piece: api.Piece): string {
  if ('term' in piece) return word(say, ...piece.term);
  if ('moment' in piece) return localTime(piece.moment);
  if ('day' in piece) return piece.day;
  // One line each, however many somebody wrote: none can pass for a step of its own.
  return 'count' in piece ? String(piece.count) : piece.text.replace(/\s+/g, ' ');
}

/** A code that the catalogue does not know, such as another system's topic, is told as it is. */
function word(say: Terminal, kind: string, code: string): string {
  return isMessage(say.locale, 'terms', `${kind}.${code}`) ? say.term(kind, code) : code;
}
