import type { Command, DomainEvent } from '#kernel';

export type ErasureGround = 'requested' | 'ordered' | 'retention-over';
export const ERASURE_GROUNDS: readonly ErasureGround[] = ['requested', 'ordered', 'retention-over'];

/** What can be shown of an erasure for ever: whose keys were destroyed, by codes, and how many texts cannot be read since. */
export interface Erasure {
  readonly erasure: string;
  /** Such as `resident/R1`, `household/H1`, `cadre/C1`, `issue/<id>` (who brought it), `identity/<id>` (the same, sealed apart). */
  readonly persons: readonly string[];
  readonly keys: number;
  readonly texts: number;
  readonly ground: ErasureGround;
}

export type PersonErased = DomainEvent<'PersonErased', Erasure>;
export type ErasureEvent = PersonErased;

/** Given by an operator after the keys were destroyed. */
export type ErasePerson = Command<'erase-person', Erasure>;
export type ErasureCommand = ErasePerson;
