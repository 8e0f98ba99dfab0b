import type { Command, DomainEvent } from '#kernel';

/** A resident of a household. Name and phone are personal data. */
export interface Resident {
  readonly resident: string;
  readonly name: string;
  readonly phone?: string;
}

export interface HouseholdData {
  readonly household: string;
  readonly unit: string;
  readonly address: string;
  /** Codes of care groups, such as `hardship`; the list is data. */
  readonly careGroups: readonly string[];
  readonly residents: readonly Resident[];
}

export type HouseholdRegistered = DomainEvent<'HouseholdRegistered', HouseholdData>;
/** The whole household as it is from now on. */
export type HouseholdChanged = DomainEvent<'HouseholdChanged', HouseholdData>;
export type HouseholdEvent = HouseholdRegistered | HouseholdChanged;

export type RegisterHousehold = Command<'register-household', HouseholdData>;
export type HouseholdCommand = RegisterHousehold;
