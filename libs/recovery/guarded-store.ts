import type { AppendOutcome, AppendReceipt, AppendRequest, EventStore, RecordedEvent, StreamHead } from '#event-store';
import { Fault } from '#kernel';
import { BELIEVED_MS, type RestoreMark } from './restore-mark.js';

/**
 * The record, which takes nothing while a restore's gap is undeclared: Fault `gap-undeclared`. Reads go on. A restore marks
 * before it writes, and only into an empty record. A data folder that is put back under a running process is marked when it is
 * noticed, so the mark is asked for again each few seconds.
 */
export class GuardedStore implements EventStore {
  private believedUntil = 0;
  private asking: Promise<void> | undefined;

  constructor(private readonly record: EventStore, private readonly mark: Pick<RestoreMark, 'read'>, private readonly believedMs = BELIEVED_MS) {}

  async append(request: AppendRequest): Promise<AppendOutcome> {
    if (performance.now() >= this.believedUntil) await (this.asking ??= this.refuseUndeclared().finally(() => { this.asking = undefined; }));
    return this.record.append(request);
  }

  readStream(streamId: string): Promise<{ readonly events: readonly RecordedEvent[]; readonly head: StreamHead }> {
    return this.record.readStream(streamId);
  }

  readAll(options: { readonly after: number; readonly limit?: number }): Promise<readonly RecordedEvent[]> {
    return this.record.readAll(options);
  }

  follow(options: Parameters<EventStore['follow']>[0]): AsyncIterable<readonly RecordedEvent[]> {
    return this.record.follow(options);
  }

  lastPosition(): Promise<number> {
    return this.record.lastPosition();
  }

  findCommand(commandId: string): Promise<AppendReceipt | undefined> {
    return this.record.findCommand(commandId);
  }

  close(): Promise<void> {
    return this.record.close();
  }

  /** The position first: what a restore wrote before it was read, was marked before it too. */
  private async refuseUndeclared(): Promise<void> {
    const asked = performance.now();
    const position = await this.record.lastPosition();
    if (await this.isMarked()) {
      throw new Fault('gap-undeclared', { params: { position }, tryNext: 'the record was restored from a backup and takes nothing until the gap is declared: run minqing declare-gap' });
    }
    if (position > 0) this.believedUntil = asked + this.believedMs;
  }

  private async isMarked(): Promise<boolean> {
    try {
      return (await this.mark.read()) !== undefined;
    } catch (cause) {
      throw new Fault('store-unavailable', { params: { reason: 'database' }, transient: true, cause, tryNext: 'nothing was written; ask again' });
    }
  }
}
