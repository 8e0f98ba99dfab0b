import type { Command, DomainEvent } from '#kernel';

/** How it is known what was lost: a checkpoint that was kept outside tells, or nobody kept one. */
export type EpochGround = 'checkpoint' | 'no-checkpoint';
export const EPOCH_GROUNDS: readonly EpochGround[] = ['checkpoint', 'no-checkpoint'];

/** What a restored record lacks of what it once held: positions behind `after`, as far as `lostTo`. */
export interface Gap {
  readonly after: number;
  /** Null: nobody knows. The same as `after`: nothing is known to be lost. */
  readonly lostTo: number | null;
  /** SHA-256 (hex) of the text of the last checkpoint that was kept outside; null for none. */
  readonly checkpoint: string | null;
  readonly ground: EpochGround;
  readonly reason: string;
}

/** The record goes on from a backup. Positions behind `after` are given out a second time. */
export type EpochBegun = DomainEvent<'EpochBegun', Gap & { readonly epoch: number }>;
export type EpochEvent = EpochBegun;

/** Given by an operator after a restore. Its id is that of the restore, so that one gap is declared once. */
export type BeginEpoch = Command<'begin-epoch', Gap & {
  /** The epoch that is known outside: the restored record may have lost the beginning of it. */
  readonly known: number;
}>;
export type EpochCommand = BeginEpoch;
