import { EPOCH_STREAM, type EventStore, type RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
import { checkpointHash, checkpointText, NO_CHECKPOINT, parseCheckpoint } from './checkpoint.js';
import { beginsEpoch, epochSince } from './epochs.js';
import { growTo } from './grow.js';
import { Edge, leafOf } from './merkle.js';
import { noteOf, parseNote, signatureLine } from './note.js';
import { markOf, type SealMark, type StoredCheckpoint } from './port.js';
import { signerInForce, type Signer, type SignerParts } from './signer.js';

export interface SealerParts extends SignerParts {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'follow' | 'lastPosition'>;
  /** Whether the record was restored and its gap is not declared. */
  readonly undeclared?: () => Promise<boolean>;
}

/** No more than this many events lie between two checkpoints. */
export const EVERY = 256;
/** Read, and sealed in one transaction, at a time: a backlog is not a commit every 256 events. */
const PAGE = 10 * EVERY;

/**
 * Signs checkpoints over the log behind the last one. Appends never wait for it. Several at once do no harm: what one
 * signed meanwhile the other does not write. Faults: `seal-record-shorter` and `seal-record-differs` (the record is not
 * the one that was sealed: nothing is signed), `seal-key-missing`, `gap-undeclared` (what it holds would be signed in an
 * epoch that is over).
 */
export class Sealer {
  constructor(private readonly parts: SealerParts) {}

  /** Seals everything in the log. Answers with the number of new checkpoints. */
  async seal(): Promise<number> {
    for (;;) {
      const written = await this.sealFrom(await this.begin());
      if (written !== 'outrun') return written;
    }
  }

  /** Seals what there is, then each 256 events as they come, and in the end what remains. Answers like `seal`. */
  async sealUntil(end: AbortSignal): Promise<number> {
    let written = await this.seal();
    while (!end.aborted) written += await this.follow(await this.begin(), end);
    return written + (await this.seal());
  }

  /** Until the end, or until another sealer was faster. */
  private async follow(fold: Fold, end: AbortSignal): Promise<number> {
    let written = 0;
    for await (const page of this.parts.store.follow({ after: fold.size, signal: end })) {
      fold.take(page);
      const now = await this.write(fold);
      if (now === 'outrun') break;
      written += now;
    }
    return written;
  }

  private async sealFrom(fold: Fold): Promise<number | 'outrun'> {
    let written = 0;
    for (let more = true; more;) {
      const page = await this.parts.store.readAll({ after: fold.size, limit: PAGE });
      fold.take(page);
      more = page.length > 0;
      if (!more) fold.seal();
      const now = await this.write(fold);
      if (now === 'outrun') return now;
      written += now;
    }
    return written;
  }

  private async write(fold: Fold): Promise<number | 'outrun'> {
    const { mark, checkpoints } = fold.taken();
    if (checkpoints.length === 0) return 0;
    // A restore that began meanwhile has marked the record before it wrote what was read.
    await this.refuseUndeclared();
    return (await this.parts.seals.append(mark, checkpoints)) ? checkpoints.length : 'outrun';
  }

  private async begin(): Promise<Fold> {
    await this.refuseUndeclared();
    const signer = await signerInForce(this.parts);
    const { last } = signer.state;
    if (last) await this.refuseAnother(last);
    return new Fold(signer, this.parts.now, await this.lastDeclaration());
  }

  /** Position of the last declaration of a gap; 0 when there is none. */
  private async lastDeclaration(): Promise<number> {
    const { events } = await this.parts.store.readStream(EPOCH_STREAM);
    return events.at(-1)?.position ?? 0;
  }

  private async refuseUndeclared(): Promise<void> {
    if (await this.parts.undeclared?.()) throw new Fault('gap-undeclared', { transient: true, tryNext: 'declare the gap first: minqing declare-gap' });
  }

  /** Seals nothing on top of a record that is not the one sealed before: what the last checkpoint added is read and folded again. */
  private async refuseAnother(last: StoredCheckpoint): Promise<void> {
    const { store, seals } = this.parts;
    const record = await store.lastPosition();
    const [before] = last.number === 1 ? [] : await seals.checkpoints({ after: last.number - 2, limit: 1 });
    const edge = before ? Edge.from(before.size, before.edge) : Edge.empty();
    const from = edge.size;
    if (record < last.size) {
      throw new Fault('seal-record-shorter', { params: { record, size: last.size }, tryNext: 'the record has lost its end: run verify, and do not go on with this database' });
    }
    await growTo(last.size, edge, store);
    if (!edge.root().equals(parseCheckpoint(parseNote(last.note).text).root)) {
      throw new Fault('seal-record-differs', { params: { from: from + 1, to: last.size }, tryNext: 'these events are not those that were sealed: run verify, and do not go on with this database' });
    }
  }
}

/** The tree as far as it was read, and the checkpoints made on the way that are not yet written. */
class Fold {
  private readonly edge: Edge;
  private mark: SealMark;
  private sealed: number;
  private previous: Buffer;
  private epoch: number;
  private made: StoredCheckpoint[] = [];

  /** `declared`: where the last epoch begins that is on record. */
  constructor(private readonly signer: Signer, private readonly now: SignerParts['now'], private declared: number) {
    const { last } = signer.state;
    const text = last && parseNote(last.note).text;
    this.edge = last ? Edge.from(last.size, last.edge) : Edge.empty();
    this.mark = markOf(signer.state);
    this.sealed = this.edge.size;
    this.previous = text === undefined ? NO_CHECKPOINT : checkpointHash(text);
    this.epoch = text === undefined ? 1 : parseCheckpoint(text).epoch;
  }

  get size(): number {
    return this.edge.size;
  }

  take(page: readonly RecordedEvent[]): void {
    // What was not sealed before a restore is sealed in the epoch after it, which may have a key of its own.
    this.declared = Math.max(this.declared, page.findLast(beginsEpoch)?.position ?? 0);
    for (const event of page) {
      this.edge.push(leafOf(event.hash));
      this.epoch = epochSince(event, this.epoch);
      if (event.position >= this.declared && this.edge.size - this.sealed >= EVERY) this.seal();
    }
  }

  /** A checkpoint of what was read, if that is more than the last one has. */
  seal(): void {
    const { size } = this.edge;
    if (size === this.sealed) return;
    const { origin } = this.signer.entry;
    const text = checkpointText({ origin, size, root: this.edge.root(), epoch: this.epoch, at: this.now(), previous: this.previous });
    const note = noteOf(text, signatureLine(text, origin, this.signer.privateKey));
    this.made.push({ number: this.mark.checkpoints + this.made.length + 1, size, note, edge: this.edge.bytes });
    this.sealed = size;
    this.previous = checkpointHash(text);
  }

  /** What is to be written, and what it was made on; from here on it counts as written. */
  taken(): { readonly mark: SealMark; readonly checkpoints: readonly StoredCheckpoint[] } {
    const { mark, made: checkpoints } = this;
    this.made = [];
    this.mark = { ...mark, checkpoints: mark.checkpoints + checkpoints.length };
    return { mark, checkpoints };
  }
}
