import { refuse } from '#kernel';
import type { Refused } from './refused.js';

/** A household stands open in the report, and would tell who it was. */
export function aSealedReportNamesNoHousehold(household: string | undefined): Refused {
  return household === undefined ? undefined : refuse('sealed-with-household');
}
