import { quantile } from './statistics.js';

export interface Load {
  readonly callers: number;
  readonly streams: number;
  readonly forMs: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly done: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What a row measures besides, by name. */
  readonly also?: Readonly<Record<string, number>>;
}

/**
 * So many callers, each with a slice of the streams of its own, one append at a time each, until the time is over or
 * each stream was used once. The same code on both sides of a comparison.
 */
export async function drive({ callers, streams, forMs }: Load, appendTo: (stream: number) => Promise<void>): Promise<Measured> {
  const waits: number[] = [];
  const start = performance.now();
  const caller = async (first: number): Promise<void> => {
    for (let stream = first; stream < streams; stream += callers) {
      const begun = performance.now();
      if (begun - start >= forMs) return;
      await appendTo(stream);
      waits.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, first) => caller(first)));
  const elapsed = performance.now() - start;
  return { perSecond: (waits.length * 1000) / elapsed, done: waits.length, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

/** The same event's data on every side: about 300 bytes, as a note on an issue is. */
export function eventData(stream: number): { issueId: string; note: string; unit: string } {
  return { issueId: `issue-${stream}`, note: '居民反映樓道照明損壞，已聯絡物業於三日內修復。'.repeat(4), unit: `community-${stream % 40}` };
}

export const STREAM_NAME = (stream: number): string => `issue-${String(stream).padStart(6, '0')}-0000-4000-8000-000000000000`;
