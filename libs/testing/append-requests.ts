import { createHash, randomUUID } from 'node:crypto';
import { EMPTY_STREAM, type AppendOutcome, type AppendReceipt, type AppendRequest, type EventStore, type StreamHead } from '#event-store';

export interface RequestParts {
  readonly stream?: string;
  readonly expected?: StreamHead;
  readonly commandId?: string;
  /** The command's bytes: another text is another command. */
  readonly body?: string;
  /** One event for each. */
  readonly data?: readonly unknown[];
}

/** An append of one event to a new stream, unless said otherwise. */
export function request({ stream = `issue-${randomUUID()}`, expected = EMPTY_STREAM, commandId = randomUUID(), body = 'body', data = [{ note: 'a' }] }: RequestParts = {}): AppendRequest {
  return {
    streamId: stream,
    expected,
    command: { id: commandId, type: 'report-issue', digest: createHash('sha256').update(body).digest('hex') },
    ruleVersion: 'rules-1',
    events: data.map((value) => ({ type: 'issue-reported', schema: 1, at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'tester' }, data: value })),
  };
}

/** Appends and returns the receipt; throws on any outcome but `appended`. */
export async function append(store: EventStore, parts: RequestParts = {}): Promise<AppendReceipt> {
  return appended(await store.append(request(parts)));
}

export function appended(outcome: AppendOutcome): AppendReceipt {
  if (outcome.status !== 'appended') throw new Error(`expected an append, got ${outcome.status}`);
  const { status: _, ...receipt } = outcome;
  return receipt;
}

export async function headOf(store: EventStore, stream: string): Promise<StreamHead> {
  return (await store.readStream(stream)).head;
}

/** Positions that a follower sees, until it has seen `last`. */
export async function followTo(store: EventStore, after: number, last: number, pageSize = 100): Promise<number[]> {
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const page of store.follow({ after, signal: stop.signal, pageSize })) {
    seen.push(...page.map((event) => event.position));
    if (seen.at(-1)! >= last) stop.abort();
  }
  return seen;
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
