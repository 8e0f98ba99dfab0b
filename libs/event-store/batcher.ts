import type { AppendOutcome } from './port.js';
import type { PreparedAppend } from './prepare.js';

/** What became of one append of a batch: an outcome, or the fault its caller is to see. */
export type Settled = { readonly outcome: AppendOutcome } | { readonly fault: Error };

export interface BatchLimits {
  readonly events: number;
  /** UTF-16 units of text. A single larger append goes alone. */
  readonly size: number;
  /** How many appends must wait for a second batch to be sent while the first is on its way. */
  readonly alongside: number;
}

interface Waiting {
  readonly append: PreparedAppend;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (fault: Error) => void;
}

const MOST_FLIGHTS = 2;

/**
 * Collects appends while a batch is on its way and sends the next when its answer is back, so that callers share the cost
 * of a durable commit. When many wait, half of them go at once: this process makes one batch ready while the database
 * writes the other. Among all that is on its way there is at most one append of a stream and one of a command id; each
 * stream's order is kept.
 */
export class Batcher {
  private waiting: Waiting[] = [];
  private turn: Promise<void> | undefined;
  private readonly flights = new Set<Promise<void>>();
  private readonly flying = new Set<string>();

  /** `flush` answers each append of the batch, in order, and never rejects. */
  constructor(
    private readonly flush: (batch: readonly PreparedAppend[]) => Promise<readonly Settled[]>,
    private readonly limits: BatchLimits,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  add(append: PreparedAppend): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
      this.wake();
    });
  }

  /** Gives up on what was not sent yet. */
  rejectWaiting(fault: Error): void {
    const given = this.waiting;
    this.waiting = [];
    for (const { reject } of given) reject(fault);
  }

  /** Resolves when nothing is waiting or on its way. */
  async idle(): Promise<void> {
    while (this.turn || this.flights.size > 0) await (this.turn ?? Promise.race(this.flights));
  }

  /** A turn of the event loop before a batch lets callers that were just answered join it. */
  private wake(): void {
    if (this.turn || this.waiting.length === 0) return;
    this.turn = nextTurn().then(() => {
      this.turn = undefined;
      this.send();
    });
  }

  private send(): void {
    while (this.waiting.length > 0 && this.mayFly()) {
      const batch = this.takeBatch();
      if (batch.length === 0) return;
      const flight = this.fly(batch).finally(() => {
        this.flights.delete(flight);
        this.wake();
      });
      this.flights.add(flight);
    }
  }

  private mayFly(): boolean {
    return this.flights.size === 0 || (this.flights.size < MOST_FLIGHTS && this.waiting.length >= this.limits.alongside);
  }

  private async fly(batch: readonly Waiting[]): Promise<void> {
    const names = batch.flatMap(namesOf);
    for (const name of names) this.flying.add(name);
    const settled = await this.flush(batch.map(({ append }) => append));
    for (const name of names) this.flying.delete(name);
    batch.forEach(({ resolve, reject }, index) => {
      const result = settled[index]!;
      if ('outcome' in result) resolve(result.outcome);
      else reject(result.fault);
    });
  }

  private takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const taken = new Set(this.flying);
    const most = this.waiting.length < 2 * this.limits.alongside ? this.waiting.length : Math.ceil(this.waiting.length / MOST_FLIGHTS);
    let events = 0;
    let size = 0;
    for (const entry of this.waiting) {
      const { events: own, size: ownSize } = entry.append;
      const names = namesOf(entry);
      const fits = batch.length === 0 || (batch.length < most && events + own.length <= this.limits.events && size + ownSize <= this.limits.size);
      const first = !names.some((name) => taken.has(name));
      // What is left behind keeps its place before later appends of the same stream.
      for (const name of names) taken.add(name);
      if (!fits || !first) {
        left.push(entry);
        continue;
      }
      batch.push(entry);
      events += own.length;
      size += ownSize;
    }
    this.waiting = left;
    return batch;
  }
}

function namesOf({ append: { request } }: Waiting): readonly string[] {
  return [`stream ${request.streamId}`, `command ${request.command.id}`];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
