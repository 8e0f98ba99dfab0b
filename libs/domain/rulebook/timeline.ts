import type { Instant } from '#kernel';
import { NOTICE } from './notice.js';
import { approvedIn, type RulebookState, type RulebookVersion } from './state.js';

export type VersionStanding = 'proposed' | 'withdrawn' | 'coming' | 'in-force' | 'superseded';

/** A version as it stands at a moment. */
export interface TimelineEntry {
  readonly version: RulebookVersion;
  readonly standing: VersionStanding;
  /** It holds from here, until there; null while undecided, and for no end in sight. */
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** The preset of the notice as a version like others: it holds until the first that is on record. */
const PRESET: RulebookVersion = {
  status: 'approved', rules: NOTICE, proposed: null, from: NOTICE.effectiveFrom,
  approved: { by: { kind: 'operator', operator: 'preset' }, at: NOTICE.effectiveFrom },
};

/** Every version in the order in which they were put on record, the preset first unless an adopted one stands in its place. */
export function timelineAt(state: RulebookState, moment: Instant): TimelineEntry[] {
  const approved = approvedIn(state);
  const covered = approved[0] && approved[0].from <= NOTICE.effectiveFrom;
  const versions = covered ? state.versions : [PRESET, ...state.versions];
  const holding = versions.filter((version) => version.status === 'approved');
  return versions.map((version) => {
    if (version.status !== 'approved') return { version, standing: version.status, from: null, until: null };
    const until = holding[holding.indexOf(version) + 1]?.from ?? null;
    const standing = version.from > moment ? 'coming' : until !== null && until <= moment ? 'superseded' : 'in-force';
    return { version, standing, from: version.from, until };
  });
}

/** Whether nobody stood by it but whoever installed the product: the preset, and what was adopted in one step. */
export function isInOneStep(version: RulebookVersion): boolean {
  return version.status === 'approved' && version.proposed === null;
}
