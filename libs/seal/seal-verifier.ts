import { checkpointHash, NO_CHECKPOINT, parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { beginsEpoch, Declarations, FIRST_EPOCH, type DeclaredEpoch, type EpochSource, type NamedCheckpoint } from './epochs.js';
import { evidenceIn, type KeptCheckpoint } from './kept.js';
import { followsKeys, keyInForce, parseKeyEntry, type KeyEntry } from './key-history.js';
import { Edge, leafOf } from './merkle.js';
import { isSignedBy, parseNote, parseNoteKey, type NoteKey, type SignedNote } from './note.js';

/** What is wrong with the seals, or between them and the record. `code` is a key `finding.<code>` of the message catalogue `cli`. */
export interface SealFinding {
  readonly code:
    | 'key-history-broken' | 'trusted-key-unknown' | 'checkpoint-unreadable' | 'checkpoint-chain-broken' | 'checkpoint-signature-wrong' | 'origin-differs'
    | 'root-differs' | 'record-behind-checkpoint' | 'outside-signature-unknown' | 'outside-not-recorded' | 'outside-root-differs'
    | 'declaration-wrong' | 'epoch-undeclared';
  /** Size of the tree of the checkpoint in question; 0 for none. */
  readonly size: number;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What an installation says of itself: the notes of its keys and its checkpoints, each in their order. */
export interface SealedHistory {
  readonly origin: string;
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
}

/** What somebody kept who does not trust the installation: texts of checkpoints (many notes in one are fine), and public keys. */
export interface Evidence {
  readonly checkpoints: readonly string[];
  readonly keys: readonly string[];
}

interface Expected {
  readonly checkpoint: Checkpoint & NamedCheckpoint;
  readonly outside: boolean;
}

interface Found {
  readonly finding: SealFinding;
  /** After the first of its kind the others say nothing more. */
  readonly once: boolean;
  /** The outside checkpoint that it is about, where a declared gap may explain it. */
  readonly about?: NamedCheckpoint;
}

/**
 * Checks signatures and order of the checkpoints, then folds the log's chain hashes and compares each root. Give it every
 * page in order, from position 1. That the hashes are those of the events is LogVerifier's to check. A checkpoint kept outside from
 * before a restore may have seen what the record declares as lost, and nothing else that is not on record.
 * Faults `seal-note-malformed` and `seal-key-malformed` when the evidence itself cannot be read.
 */
export class SealVerifier {
  private readonly found: Found[] = [];
  private readonly entries: KeyEntry[] = [];
  private readonly recorded = new Map<number, string>();
  private readonly expected: Expected[] = [];
  private readonly declarations: Declarations;
  private readonly edge = Edge.empty();
  private vouchedTo = 0;
  private notWhole = 0;
  private next = 0;
  private position = 0;
  private torn = false;
  private agreedTo = 0;

  constructor(private readonly history: SealedHistory, evidence: Evidence = { checkpoints: [], keys: [] }) {
    const trusted = evidence.keys.map(parseNoteKey);
    this.readKeys(trusted);
    this.readCheckpoints();
    for (const kept of evidence.checkpoints.map(evidenceIn)) {
      for (const checkpoint of kept.checkpoints) this.readOutside(checkpoint, trusted);
      this.notWhole += kept.passedOver;
    }
    this.expected.sort((a, b) => a.checkpoint.size - b.checkpoint.size);
    this.declarations = new Declarations(this.expected.map(({ checkpoint }) => checkpoint));
  }

  /** How many events the installation's own checkpoints cover. */
  get sealed(): number {
    return this.expected.findLast(({ outside }) => !outside)?.checkpoint.size ?? 0;
  }

  /** How many events, from the first, are those that a checkpoint kept outside saw. */
  get vouched(): number {
    return this.vouchedTo;
  }

  /** In how many places the checkpoints kept outside hold something else: what stood there says nothing. */
  get passedOver(): number {
    return this.notWhole;
  }

  /** What the record declares as lost. */
  get declared(): readonly DeclaredEpoch[] {
    return this.declarations.all;
  }

  check(page: readonly EpochSource[]): void {
    for (const event of page) {
      const { position, hash } = event;
      if (beginsEpoch(event) && !this.declarations.take(event)) this.find('declaration-wrong', 0, { position });
      this.torn ||= position !== this.position + 1;
      this.position = position;
      if (!this.torn) this.edge.push(leafOf(hash));
      while (this.next < this.expected.length && this.expected[this.next]!.checkpoint.size <= position) this.compare(this.expected[this.next++]!);
    }
  }

  finish(): readonly SealFinding[] {
    for (const { checkpoint, outside } of this.expected.slice(this.next)) {
      this.findOnce('record-behind-checkpoint', { size: checkpoint.size, record: this.position, outside: outside ? 1 : 0 }, checkpoint, outside);
    }
    const told: SealFinding[] = [];
    for (const { finding, once, about } of this.found) {
      if (about && this.isDeclared(finding.code, about)) continue;
      if (once && told.some((earlier) => earlier.code === finding.code && earlier.params['outside'] === finding.params['outside'])) continue;
      told.push(finding);
    }
    return told;
  }

  private compare({ checkpoint, outside }: Expected): void {
    const { size, epoch } = checkpoint;
    const on = this.declarations.epoch;
    if (!outside && epoch !== on) this.findOnce('epoch-undeclared', { size, epoch, on }, checkpoint, outside);
    if (this.torn || !this.edge.root().equals(checkpoint.root)) return this.findOnce(outside ? 'outside-root-differs' : 'root-differs', { from: this.agreedTo + 1, to: size }, checkpoint, outside);
    this.agreedTo = size;
    if (outside) this.vouchedTo = size;
  }

  /** What was declared lost need not be here, and a backup need not know of the last checkpoints before its end. */
  private isDeclared(code: SealFinding['code'], checkpoint: NamedCheckpoint): boolean {
    const declared = this.declarations.ending(checkpoint);
    return this.declarations.isOfTheLost(checkpoint) || (code === 'outside-not-recorded' && declared !== undefined && checkpoint.size <= declared.after);
  }

  private readKeys(trusted: readonly NoteKey[]): void {
    for (const [index, text] of this.history.keys.entries()) {
      try {
        const note = parseNote(text);
        const entry = parseKeyEntry(note.text);
        if (entry.origin !== this.history.origin) this.find('origin-differs', 0, { origin: entry.origin });
        if (!followsKeys(note, entry, this.entries, (after) => this.beginsBehind(after))) this.find('key-history-broken', 0, { number: index + 1 });
        this.entries.push(entry);
      } catch {
        this.find('key-history-broken', 0, { number: index + 1 });
      }
    }
    for (const { keyId, vkey } of trusted) {
      if (!this.entries.some(({ key }) => key.vkey === vkey)) this.find('trusted-key-unknown', 0, { key: keyId });
    }
  }

  /** Whether an epoch begins behind the checkpoint of this number, or nothing was sealed behind it. */
  private beginsBehind(number: number): boolean {
    const [before, next] = [number, number + 1].map((each) => readOrNothing(this.history.checkpoints[each - 1] ?? '')?.checkpoint.epoch);
    return next === undefined || next > (before ?? FIRST_EPOCH);
  }

  private readCheckpoints(): void {
    let before: Pick<Checkpoint, 'size' | 'epoch'> & { readonly hash: Buffer } = { size: 0, epoch: FIRST_EPOCH, hash: NO_CHECKPOINT };
    for (const [index, text] of this.history.checkpoints.entries()) {
      const number = index + 1;
      const read = readOrNothing(text);
      if (!read) {
        this.find('checkpoint-unreadable', 0, { number });
        continue;
      }
      const { note, checkpoint } = read;
      const { size, epoch, origin, previous } = checkpoint;
      if (origin !== this.history.origin) this.find('origin-differs', size, { origin });
      if (!previous.equals(before.hash) || size <= before.size || epoch < before.epoch) this.find('checkpoint-chain-broken', size, { number });
      const key = keyInForce(this.entries, number)?.key;
      if (!key || !isSignedBy(note, key)) this.find('checkpoint-signature-wrong', size, { number });
      before = { size, epoch, hash: checkpointHash(note.text) };
      this.recorded.set(size, note.text);
      this.expected.push({ checkpoint: { ...checkpoint, hash: before.hash.toString('hex') }, outside: false });
    }
  }

  private readOutside({ signed, ...kept }: KeptCheckpoint, trusted: readonly NoteKey[]): void {
    const checkpoint = { ...kept, hash: checkpointHash(signed.text).toString('hex') };
    const { size, origin } = checkpoint;
    if (origin !== this.history.origin) this.find('origin-differs', size, { origin });
    if (![...this.entries.map(({ key }) => key), ...trusted].some((key) => isSignedBy(signed, key))) this.find('outside-signature-unknown', size, {});
    if (this.recorded.get(size) !== signed.text) this.find('outside-not-recorded', size, {}, checkpoint);
    this.expected.push({ checkpoint, outside: true });
  }

  private find(code: SealFinding['code'], size: number, params: SealFinding['params'], about?: NamedCheckpoint): void {
    this.found.push({ finding: { code, size, params }, once: false, ...(about && { about }) });
  }

  /** After the first root that differs all others do. */
  private findOnce(code: SealFinding['code'], params: SealFinding['params'], checkpoint: NamedCheckpoint, outside: boolean): void {
    this.found.push({ finding: { code, size: checkpoint.size, params }, once: true, ...(outside && { about: checkpoint }) });
  }
}

function readOrNothing(text: string): { readonly note: SignedNote; readonly checkpoint: Checkpoint } | undefined {
  try {
    const note = parseNote(text);
    return { note, checkpoint: parseCheckpoint(note.text) };
  } catch {
    return undefined;
  }
}
