import type { AppendOutcome } from './port.js';
import type { PreparedAppend } from './prepare.js';

/** What became of one append of a batch: an outcome, or the fault its caller is to see. */
export type Settled = { readonly outcome: AppendOutcome } | { readonly fault: Error };

export interface BatchLimits {
  readonly events: number;
  /** UTF-16 units of text. A single larger append goes alone. */
  readonly size: number;
}

interface Waiting {
  readonly append: PreparedAppend;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (fault: Error) => void;
}

/**
 * Collects appends while one batch is on its way and sends the next when its answer is back, so that callers share the
 * cost of a durable commit. A batch holds at most one append of a stream and one of a command id; each stream's order is kept.
 */
export class Batcher {
  private waiting: Waiting[] = [];
  private sending: Promise<void> | undefined;

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
      this.sending ??= this.sendAll().finally(() => { this.sending = undefined; });
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
    while (this.sending) await this.sending;
  }

  private async sendAll(): Promise<void> {
    // A turn of the event loop between batches lets callers that were just answered join the next one.
    await nextTurn();
    while (this.waiting.length > 0) {
      const batch = this.takeBatch();
      const settled = await this.flush(batch.map(({ append }) => append));
      batch.forEach(({ resolve, reject }, index) => {
        const result = settled[index]!;
        if ('outcome' in result) resolve(result.outcome);
        else reject(result.fault);
      });
      await nextTurn();
    }
  }

  private takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const taken = new Set<string>();
    let events = 0;
    let size = 0;
    for (const entry of this.waiting) {
      const { request, events: own, size: ownSize } = entry.append;
      const stream = `stream ${request.streamId}`;
      const command = `command ${request.command.id}`;
      const fits = batch.length === 0 || (events + own.length <= this.limits.events && size + ownSize <= this.limits.size);
      const first = !taken.has(stream) && !taken.has(command);
      // What is left behind keeps its place before later appends of the same stream.
      taken.add(stream).add(command);
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

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
