import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What goes wrong at one call across a boundary.
 * - `fail-before`: the call fails and nothing was done.
 * - `fail-after`: it was done; the caller hears that nobody knows.
 * - `done-but-failed`: it was done; the caller hears a failure as if it had not been.
 * - `duplicate`: it is done twice, as by a connection that sends again; the caller hears the second answer.
 * - `delay`: it is done later than calls that began after it.
 */
export const FAULT_POINTS = ['fail-before', 'fail-after', 'done-but-failed', 'duplicate', 'delay'] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** How a boundary fails in each way; `undone` is a failure that surely did nothing, `unknown` one that says nothing about it. */
export interface Failures<Answer> {
  readonly undone: () => Error;
  readonly unknown: () => Error;
  /** What a caller is told though all was done: another answer, or a failure. */
  readonly denied: () => Answer | Error;
}

/** Numbers from 0 up to 1 that a seed repeats (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Decides by a seed what goes wrong, until it is told that all is well again. */
export class FaultPlan {
  /** Each fault that struck, as `call: point`, in order: what a failing test shows. */
  readonly struck: string[] = [];
  private readonly next: () => number;
  private over = false;

  /** `share` of the calls are struck. */
  constructor(readonly seed: number, private readonly share = 0.35, private readonly points: readonly FaultPoint[] = FAULT_POINTS) {
    this.next = chance(seed);
  }

  allIsWell(): void {
    this.over = true;
  }

  /** Makes the call, or what this plan makes of it. */
  async through<Answer>(name: string, call: () => Promise<Answer>, failures: Failures<Answer>): Promise<Answer> {
    const [strikes, which, how] = [this.next(), this.next(), this.next()];
    if (this.over || strikes >= this.share) return call();
    const point = this.points[Math.floor(which * this.points.length)]!;
    this.struck.push(`${name}: ${point}`);
    switch (point) {
      case 'fail-before': throw how < 0.5 ? failures.undone() : failures.unknown();
      case 'fail-after': return call().then(() => { throw failures.unknown(); });
      case 'done-but-failed': return call().then(() => heard(failures.denied()));
      case 'duplicate': return call().then(() => call());
      case 'delay': return sleep(Math.ceil(how * 12)).then(call);
    }
  }
}

function heard<Answer>(denied: Answer | Error): Answer {
  if (denied instanceof Error) throw denied;
  return denied;
}
