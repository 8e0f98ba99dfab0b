import type { IssueReported } from './events.js';

/**
 * Whether a report names neither who brought it nor a household: then there is nobody to reach. Told by which parts were
 * given, so that it stays so when they are erased.
 */
export function namesNobody({ household, reporter }: Pick<IssueReported['data'], 'household' | 'reporter'>): boolean {
  return household === undefined && Object.keys(reporter ?? {}).length === 0;
}
