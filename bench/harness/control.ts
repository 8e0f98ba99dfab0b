import { hash } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What the machine itself does at this moment, per second: when it changes, a round's figures mean nothing. */
export interface ControlRates {
  readonly fsync: number;
  readonly sha256: number;
  readonly jsonParse: number;
}

/** `folder` is on the disk that the databases use. */
export function controlRates(folder: string, forMs: number): ControlRates {
  const text = JSON.stringify({ issueId: 'issue-1', note: 'x'.repeat(160), at: '2026-03-01T01:02:03.000Z' });
  const bytes = Buffer.from(text);
  const own = mkdtempSync(join(folder, 'control-'));
  const file = openSync(join(own, 'file'), 'w');
  try {
    return {
      fsync: rate(forMs, 1, () => { writeSync(file, bytes, 0, bytes.length, 0); fsyncSync(file); }),
      sha256: rate(forMs, 500, () => { hash('sha256', bytes, 'buffer'); }),
      jsonParse: rate(forMs, 500, () => { JSON.parse(text); }),
    };
  } finally {
    closeSync(file);
    rmSync(own, { recursive: true });
  }
}

/** The greatest drift of any rate, as a share of the larger value. */
export function drift(before: ControlRates, after: ControlRates): number {
  const names = ['fsync', 'sha256', 'jsonParse'] as const;
  return Math.max(...names.map((name) => Math.abs(before[name] - after[name]) / Math.max(before[name], after[name])));
}

function rate(forMs: number, block: number, work: () => void): number {
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < forMs) {
    for (let n = 0; n < block; n++) work();
    done += block;
    elapsed = performance.now() - start;
  }
  return (done * 1000) / elapsed;
}
