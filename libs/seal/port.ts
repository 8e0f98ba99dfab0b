import type { Instant } from '#kernel';

/** A checkpoint as it is kept: the signed note, and the right edge of the tree (see merkle.ts) to go on from. */
export interface StoredCheckpoint {
  /** From 1, without a gap. */
  readonly number: number;
  readonly size: number;
  readonly note: string;
  readonly edge: Buffer;
}

/** How far the seals had come when something was decided on them. */
export interface SealMark {
  readonly keys: number;
  readonly checkpoints: number;
}

export interface SealState {
  /** The installation's name in all that it signs; made once, with the schema. */
  readonly origin: string;
  /** The notes that put keys in force, in their order. */
  readonly keys: readonly string[];
  readonly last: StoredCheckpoint | undefined;
}

export interface Delivery {
  /** Size of the last checkpoint that the witness took; 0 for none. */
  readonly size: number;
  /** Why the last attempt failed; null when it did not. */
  readonly failure: string | null;
}

export interface WitnessStanding extends Delivery {
  readonly witness: string;
  /** When it took something last, or was last asked in vain. */
  readonly at: Instant;
}

/** How the sealer's last turn ended, in whatever process. */
export interface SealTurn {
  readonly at: Instant;
  /** Code of what kept the record from being sealed; null when it was. */
  readonly failure: string | null;
  /** Whom it was to tell. */
  readonly witnesses: readonly string[];
}

export interface SealingStanding {
  /** Undefined when none has ended on this database yet. */
  readonly turn: SealTurn | undefined;
  /** How those stand whom it was to tell. */
  readonly witnesses: readonly WitnessStanding[];
}

/** Where seals are kept: append only, like the record. What was decided on a state that is past is not written. */
export interface Seals {
  state(): Promise<SealState>;
  /** False, and nothing written, when keys or checkpoints are no longer as `after` says. */
  append(after: SealMark, checkpoints: readonly StoredCheckpoint[]): Promise<boolean>;
  /** All of them, in their order, or none. */
  addKeys(after: SealMark, notes: readonly string[]): Promise<boolean>;
  /** The work, while nobody else does any in turn, in whatever process: for changes of the key file. Not within itself. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** In their order, behind a number. */
  checkpoints(options: { readonly after: number; readonly limit: number }): Promise<readonly StoredCheckpoint[]>;
  /** The greatest of at most this size. */
  upTo(size: number): Promise<StoredCheckpoint | undefined>;
  delivery(witness: string): Promise<Delivery>;
  noteDelivery(witness: string, delivery: Delivery): Promise<void>;
  /** Takes the place of the last one. */
  noteTurn(turn: SealTurn): Promise<void>;
  standing(): Promise<SealingStanding>;
}

/** When the last turn ended, if it sealed the record and every witness has taken what it was told. */
export function doneAt({ turn, witnesses }: SealingStanding): Instant | undefined {
  return turn && turn.failure === null && witnesses.every(({ failure }) => failure === null) ? turn.at : undefined;
}

export function markOf({ keys, last }: SealState): SealMark {
  return { keys: keys.length, checkpoints: last?.number ?? 0 };
}
