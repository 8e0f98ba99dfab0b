import type { Directory } from './unit.js';

/** What organisation aggregates need to know of the others: the tree, complete for every unit that the command names. */
export interface OrganisationFacts {
  readonly directory: Directory;
}
