import type { RecordedEvent } from '#event-store';
import { personalTextsOf } from './persons.js';
import { keyIdOf } from './sealed-text.js';

const MOST_STREAMS = 10_000;

/** Which key each person of a stream has, as the stream itself tells: of the streams that were read last. */
export class StreamKeys {
  private readonly known = new Map<string, ReadonlyMap<string, string>>();

  /** The keys by person; undefined for a stream that nobody has read. */
  of(streamId: string): ReadonlyMap<string, string> | undefined {
    return this.known.get(streamId);
  }

  learn(streamId: string, events: readonly Pick<RecordedEvent, 'streamId' | 'type' | 'data'>[]): ReadonlyMap<string, string> {
    return this.keep(streamId, events.flatMap(personalTextsOf).flatMap(({ person, text }) => {
      const id = keyIdOf(text);
      return id === undefined ? [] : [[person, id] as const];
    }));
  }

  /** What has been appended, on top of what was known. */
  add(streamId: string, keys: Iterable<readonly [string, string]>): void {
    this.keep(streamId, [...(this.known.get(streamId) ?? []), ...keys]);
  }

  private keep(streamId: string, keys: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
    const kept = new Map(keys);
    this.known.delete(streamId);
    this.known.set(streamId, kept);
    if (this.known.size > MOST_STREAMS) this.known.delete(this.known.keys().next().value!);
    return kept;
  }
}
