import { Fault, never, type DomainEvent } from '#kernel';
import type { RulebookAdopted, RulebookApproved, RulebookEvent, RulebookProposalWithdrawn } from './events.js';
import { approvedIn, type ApprovedVersion, type ProposedVersion, type RulebookState, type RulebookVersion } from './state.js';

export function evolveRulebook(state: RulebookState, event: RulebookEvent): RulebookState {
  switch (event.type) {
    case 'RulebookAdopted': return { versions: [...state.versions, adopted(state, event)] };
    case 'RulebookProposed': {
      const { rules, reason } = event.data;
      return { versions: [...state.versions, { status: 'proposed', rules, proposed: { by: event.by, at: event.at, reason } }] };
    }
    case 'RulebookApproved': return decided(state, event, approved(event));
    case 'RulebookProposalWithdrawn': return decided(state, event, withdrawn(event));
    default: return never(event);
  }
}

/** A later version never binds what happened before it was on record; the first one covers the history before it. */
function adopted(state: RulebookState, { at, by, data }: RulebookAdopted): ApprovedVersion {
  const from = approvedIn(state).length > 0 && data.effectiveFrom < at ? at : data.effectiveFrom;
  return { status: 'approved', rules: data, proposed: null, approved: { by, at }, from };
}

function approved({ at, by, data }: RulebookApproved) {
  return ({ rules, proposed }: ProposedVersion): RulebookVersion => ({ status: 'approved', rules, proposed, approved: { by, at }, from: data.effectiveFrom });
}

function withdrawn({ at, by, data }: RulebookProposalWithdrawn) {
  return ({ rules, proposed }: ProposedVersion): RulebookVersion => ({ status: 'withdrawn', rules, proposed, withdrawn: { by, at, reason: data.reason } });
}

/** What was decided goes to the end, so that approved versions stand in the order of their approval. */
function decided(state: RulebookState, { type, data }: DomainEvent<string, { readonly version: string }>, become: (proposal: ProposedVersion) => RulebookVersion): RulebookState {
  const open = state.versions.find((version): version is ProposedVersion => version.status === 'proposed' && version.rules.version === data.version);
  if (!open) throw new Fault('event-out-of-place', { params: { type, version: data.version } });
  return { versions: [...state.versions.filter((version) => version !== open), become(open)] };
}
