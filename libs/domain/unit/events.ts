import type { Command, DomainEvent } from '#kernel';
import type { Level } from './unit.js';

export interface UnitData {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly kind: 'area' | 'department';
  readonly parent: string | null;
}

export type UnitRegistered = DomainEvent<'UnitRegistered', UnitData>;
export type UnitRenamed = DomainEvent<'UnitRenamed', { readonly code: string; readonly name: string }>;
export type UnitEvent = UnitRegistered | UnitRenamed;

/** Registers a unit, or brings a known one up to date; what is the same already is accepted without an event. */
export type RegisterUnit = Command<'register-unit', UnitData>;
export type UnitCommand = RegisterUnit;
