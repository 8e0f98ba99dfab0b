import { Fault } from '#kernel';
import { EMPTY_STREAM } from './chain.js';
import type { EventStore, LogTarget, RecordedEvent, RecordedGroup, StreamHead } from './port.js';

/** Where two logs are not the same, and in what. `missing`: one of them has no event there. */
export interface LogDifference {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly fields: readonly (keyof RecordedEvent | 'meta' | 'missing')[];
}

/** Called after each page with the position reached, and with the target's page. */
export type OnPage = (position: number, page: readonly RecordedEvent[]) => void;

const FIELDS = ['position', 'streamId', 'revision', 'eventId', 'type', 'schema', 'hash'] as const;

/** Moves a log from one store to another, by the port alone, and holds the two against each other. */
export class LogCopy {
  /** The streams' ends as far as the log has been compared or copied. */
  private readonly heads = new Map<string, StreamHead>();

  constructor(private readonly source: Pick<EventStore, 'readAll'>, private readonly target: LogTarget, private readonly page = 1_000) {}

  /** Compares every event as far as `last`: its place, its names, its hash and each byte of its texts. */
  async compare(last: number, onPage: OnPage): Promise<readonly LogDifference[]> {
    const differences: LogDifference[] = [];
    for (let after = 0; after < last; after += this.page) {
      const range = { after, limit: Math.min(this.page, last - after) };
      const [there, here] = await Promise.all([this.source.readAll(range), this.target.readAll(range)]);
      for (let index = 0; index < range.limit; index++) differences.push(...differenceOf(there[index], here[index], after + 1 + index));
      this.remember(there);
      onPage(after + range.limit, here);
    }
    return differences;
  }

  /** Copies what lies behind `after`, as far as `last`. The log before it must have been compared or copied by this same object. */
  async copy(after: number, last: number, onPage: OnPage): Promise<void> {
    let open: readonly RecordedEvent[] = [];
    for (let at = after; at < last;) {
      const page = await this.source.readAll({ after: at, limit: Math.min(this.page, last - at) });
      if (page.length === 0) throw cutOff(at, last);
      const { whole, rest } = this.groupsOf([...open, ...page]);
      await this.target.appendRecorded(whole);
      open = rest;
      at = page.at(-1)!.position;
      onPage(at - open.length, page);
    }
    if (open.length > 0) throw cutOff(open[0]!.position - 1, last);
  }

  /** Whole groups, and the beginning of one that goes on in the next page. */
  private groupsOf(events: readonly RecordedEvent[]): { readonly whole: readonly RecordedGroup[]; readonly rest: readonly RecordedEvent[] } {
    const whole: RecordedGroup[] = [];
    let first = 0;
    while (first < events.length) {
      const { position, streamId, count } = events[first]!;
      if (!Number.isSafeInteger(count) || count < 1) throw notWhole(position, streamId);
      if (first + count > events.length) break;
      const group = events.slice(first, first + count);
      whole.push({ expected: this.heads.get(streamId) ?? EMPTY_STREAM, events: group });
      this.remember(group);
      first += count;
    }
    return { whole, rest: events.slice(first) };
  }

  private remember(events: readonly RecordedEvent[]): void {
    for (const { streamId, revision, hash } of events) this.heads.set(streamId, { revision, hash });
  }
}

function differenceOf(there: RecordedEvent | undefined, here: RecordedEvent | undefined, position: number): LogDifference[] {
  const { streamId, revision } = there ?? here ?? { streamId: '', revision: -1 };
  if (!there || !here) return there === here ? [] : [{ position, streamId, revision, fields: ['missing'] }];
  const fields = [
    ...FIELDS.filter((field) => there[field] !== here[field]),
    ...(['meta', 'data'] as const).filter((text) => there.bytes[text] !== here.bytes[text]),
  ];
  return fields.length === 0 ? [] : [{ position, streamId, revision, fields }];
}

function notWhole(position: number, stream: string): Fault {
  return new Fault('record-damaged', { params: { order: 'content', position, stream }, tryNext: 'the record that is copied from has an event whose command has no events: run verify on it' });
}

function cutOff(position: number, expected: number): Fault {
  return new Fault('record-damaged', { params: { order: 'position', expected, found: position }, tryNext: 'the record that is copied from has lost its end, or half of a command: run verify on it' });
}
