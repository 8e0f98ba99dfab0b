import type { Instant } from '#kernel';
import { NOTICE } from './notice.js';
import type { RulebookState, RulebookVersion } from './state.js';

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

/**
 * Every version in the order in which they were put on record. The preset comes first, for deadlines name it, unless it was
 * adopted itself; behind a first version that covers all history it held for no time at all.
 */
export function timelineAt(state: RulebookState, moment: Instant): TimelineEntry[] {
  const isAdopted = state.versions.some(({ rules }) => rules.version === NOTICE.version);
  const versions = isAdopted ? state.versions : [PRESET, ...state.versions];
  const holding = versions.filter((version) => version.status === 'approved');
  return versions.map((version) => {
    if (version.status !== 'approved') return { version, standing: version.status, from: null, until: null };
    const until = holding[holding.indexOf(version) + 1]?.from ?? null;
    return { version, standing: standingAt(moment, version.from, until), from: version.from, until };
  });
}

/** A version whose place was taken from the very moment it was to begin will never hold. */
function standingAt(moment: Instant, from: Instant, until: Instant | null): 'coming' | 'in-force' | 'superseded' {
  if (until !== null && (until <= moment || until <= from)) return 'superseded';
  return from > moment ? 'coming' : 'in-force';
}

/** Whether nobody stood by it but whoever installed the product: the preset, and what was adopted in one step. */
export function isInOneStep(version: RulebookVersion): boolean {
  return version.status === 'approved' && version.proposed === null;
}
