import type { OrganisationFacts } from '../unit/facts.js';

export interface RosterFacts extends OrganisationFacts {
  /** Whether the cadre that the command names is registered. */
  readonly cadreKnown: boolean;
}
