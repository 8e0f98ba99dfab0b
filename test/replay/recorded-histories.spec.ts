import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime, Worker, type InjectedSinks } from '@temporalio/worker';
import { STANDING_CHANGED, type Standing } from '#wire/clock';
import { bundleWorkflows } from '../../workflows/bundle.js';
import type { FinalStateSinks } from './final-state.js';

const FOLDER = new URL('../../workflows/histories/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

interface Payloads { readonly payloads?: readonly { readonly data: string }[] }
interface HistoryEvent {
  readonly timerStartedEventAttributes?: { readonly startToFireTimeout: string };
  readonly workflowExecutionStartedEventAttributes?: { readonly workflowType: { readonly name: string }; readonly input: Payloads };
  readonly workflowExecutionSignaledEventAttributes?: { readonly signalName: string; readonly input: Payloads };
  readonly upsertWorkflowSearchAttributesEventAttributes?: { readonly searchAttributes: { readonly indexedFields: Readonly<Record<string, { readonly data: string }>> } };
  readonly workflowExecutionCompletedEventAttributes?: { readonly result: Payloads };
  readonly workflowExecutionContinuedAsNewEventAttributes?: { readonly input: Payloads };
}

describe('a recorded history', () => {
  let workflowBundle: { code: string };

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    workflowBundle = await bundleWorkflows([fileURLToPath(new URL('./final-state.ts', import.meta.url))]);
  }, 60_000);

  it('exists for each behaviour that open issues may have lived', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(4);
    expect(FILES.filter((name) => !/^[a-z]+(-[a-z]+)+\.v\d+\.json$/.test(name))).toEqual([]);
  });

  it.each(FILES)('%s replays to the same state', async (name) => {
    const history = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as { events: HistoryEvent[] };
    const finals: unknown[] = [];
    const sinks: InjectedSinks<FinalStateSinks> = { replay: { final: { fn: (_info, state) => { finals.push(state); }, callDuringReplay: true } } };

    await Worker.runReplayHistory({ workflowBundle, sinks }, history);

    expect(finals.map(hashOf)).toEqual([hashOf(recordedEnd(history.events))]);
    expect(finals).toEqual([newestTold(history.events)]);
  });

  it('waits for a moment in the year 9999 by timers that Temporal can count', () => {
    const { events } = JSON.parse(readFileSync(new URL('answered-in-time.v1.json', FOLDER), 'utf8')) as { events: HistoryEvent[] };
    const timers = events.flatMap((event) => event.timerStartedEventAttributes?.startToFireTimeout ?? []);
    expect(new Set(timers)).toEqual(new Set([`${365 * 86_400}s`]));
  });

  it('shows an issue as overdue while the ledger does, whatever step comes next and whether the top was told', () => {
    const { events } = JSON.parse(readFileSync(new URL('is-overdue-as-the-ledger-says.v2.json', FOLDER), 'utf8')) as { events: HistoryEvent[] };
    const shown = events.flatMap((event) => event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes.indexedFields['Overdue'] ?? []);
    expect(shown.map(({ data }) => JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as unknown)).toEqual([true, false]);
  });

  it('that the code no longer follows is refused', async () => {
    const history = JSON.parse(readFileSync(new URL('climbs-to-the-supervision-order.v1.json', FOLDER), 'utf8')) as { events: HistoryEvent[] };
    const start = history.events[0]!.workflowExecutionStartedEventAttributes!;
    const other = { ...(decoded(start.input) as Standing), next: null };
    const changed = { events: [{ ...history.events[0], workflowExecutionStartedEventAttributes: { ...start, input: encoded(start.input, other) } }, ...history.events.slice(1)] };

    await expect(Worker.runReplayHistory({ workflowBundle }, changed)).rejects.toThrow(/[Nn]ondeterminism|determinism/);
  });
});

/** What the run that was recorded ended with. */
function recordedEnd(events: readonly HistoryEvent[]): unknown {
  const last = events.at(-1)!;
  const end = last.workflowExecutionCompletedEventAttributes?.result ?? last.workflowExecutionContinuedAsNewEventAttributes?.input;
  if (!end) throw new Error('the recorded run neither ended nor went on in a fresh history');
  return decoded(end);
}

/** The newest standing among all that the run was ever told: what a workflow must end with, by the protocol. */
function newestTold(events: readonly HistoryEvent[]): Standing {
  const told = events.flatMap((event) => {
    const { workflowExecutionStartedEventAttributes: start, workflowExecutionSignaledEventAttributes: signal } = event;
    if (start) return [decoded(start.input) as Standing];
    return signal?.signalName === STANDING_CHANGED ? [decoded(signal.input) as Standing] : [];
  });
  return told.reduce((newest, standing) => (standing.revision > newest.revision ? standing : newest));
}

function decoded({ payloads }: Payloads): unknown {
  return JSON.parse(Buffer.from(payloads![0]!.data, 'base64').toString('utf8'));
}

function encoded({ payloads }: Payloads, value: unknown): Payloads {
  return { payloads: [{ ...payloads![0], data: Buffer.from(JSON.stringify(value)).toString('base64') }, ...payloads!.slice(1)] };
}

function hashOf(state: unknown): string {
  return createHash('sha256').update(JSON.stringify(state, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value)).digest('hex');
}
