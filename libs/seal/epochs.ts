import { EPOCH_STREAM } from '#event-store';
import type { Checkpoint } from './checkpoint.js';

/** The first epoch has no event. */
export const FIRST_EPOCH = 1;

/** What is read of an event of the log here. Logs that were never restored need not show more than positions and hashes. */
export interface EpochSource {
  readonly position: number;
  readonly hash: string;
  readonly streamId?: string;
  readonly data?: unknown;
}

/** What a restore declared as lost. */
export interface DeclaredEpoch {
  readonly epoch: number;
  /** The last position that was restored: the declaration stands right behind it. */
  readonly after: number;
  /** Null: nobody knows. */
  readonly lostTo: number | null;
  /** SHA-256 (hex) of the text of the checkpoint that told how much was lost; null when nobody kept one. */
  readonly checkpoint: string | null;
}

/** A checkpoint, and the SHA-256 (hex) of its text. */
export type NamedCheckpoint = Pick<Checkpoint, 'size' | 'epoch'> & { readonly hash: string };

export function beginsEpoch({ streamId }: EpochSource): boolean {
  return streamId === EPOCH_STREAM;
}

/** The epoch from this event on. */
export function epochSince(event: EpochSource, before: number): number {
  return beginsEpoch(event) ? declarationIn(event)?.epoch ?? before : before;
}

/** Undefined for data that declare nothing. */
function declarationIn({ data }: EpochSource): DeclaredEpoch | undefined {
  const { epoch, after, lostTo, checkpoint } = (data ?? {}) as Readonly<Record<keyof DeclaredEpoch, unknown>>;
  return isCount(epoch) && isCount(after) && (lostTo === null || isCount(lostTo)) && (checkpoint === null || typeof checkpoint === 'string')
    ? { epoch, after, lostTo, checkpoint } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** The declarations of a record, in their order. Those that cannot be true excuse nothing. */
export class Declarations {
  readonly all: DeclaredEpoch[] = [];

  constructor(private readonly checkpoints: readonly NamedCheckpoint[]) {}

  /** The epoch that the record is in as far as it was read. */
  get epoch(): number {
    return this.all.at(-1)?.epoch ?? FIRST_EPOCH;
  }

  /** Of an event that begins an epoch. False, and nothing is declared, when it cannot be true. */
  take(event: EpochSource): boolean {
    const declared = declarationIn(event);
    if (!declared || !this.canBeTrue(declared, event.position)) return false;
    this.all.push(declared);
    return true;
  }

  /** The declaration that ended the checkpoint's epoch: what was lost of it was lost then. */
  ending({ epoch }: NamedCheckpoint): DeclaredEpoch | undefined {
    return this.all.find((declared) => declared.epoch > epoch);
  }

  /** Whether the checkpoint saw what was declared lost, no less and no more. */
  isOfTheLost(checkpoint: NamedCheckpoint): boolean {
    const declared = this.ending(checkpoint);
    if (!declared || declared.lostTo === null || checkpoint.size <= declared.after) return false;
    // Of the same size in the same epoch there is one.
    if (checkpoint.size === declared.lostTo && checkpoint.epoch === declared.epoch - 1) return checkpoint.hash === declared.checkpoint;
    return checkpoint.size <= declared.lostTo;
  }

  private canBeTrue({ epoch, after, lostTo, checkpoint }: DeclaredEpoch, position: number): boolean {
    const named = this.checkpoints.find(({ hash }) => hash === checkpoint);
    return epoch > this.epoch && after === position - 1 && (lostTo === null) === (checkpoint === null) && (lostTo === null || lostTo >= after)
      && (named === undefined || (named.epoch < epoch && Math.max(after, named.size) === lostTo));
  }
}
