import { accept, never, type Decider, type Decision } from '#kernel';
import { aReasonIsGiven } from '../issue/rules/a-reason-is-given.js';
import type { AdoptRulebook, ApproveRulebook, ProposeRulebook, RulebookCommand, WithdrawRulebook } from './commands.js';
import type { RulebookEvent } from './events.js';
import { evolveRulebook } from './evolve.js';
import { NOTICE } from './notice.js';
import { aChangedFigureGivesItsSource } from './rules/a-changed-figure-gives-its-source.js';
import { aNameStandsForOneVersion } from './rules/a-name-stands-for-one-version.js';
import { aPersonAnswersForAVersion } from './rules/a-person-answers-for-a-version.js';
import { aVersionIsNotEffectiveInThePast } from './rules/a-version-is-not-effective-in-the-past.js';
import { onlyAnOpenProposalIsDecided } from './rules/only-an-open-proposal-is-decided.js';
import { onlyTheFirstVersionIsAdoptedInOneStep } from './rules/only-the-first-version-is-adopted-in-one-step.js';
import { theAuthorDoesNotApprove } from './rules/the-author-does-not-approve.js';
import { versionsDoNotOverlap } from './rules/versions-do-not-overlap.js';
import { same } from './same.js';
import { approvedIn, initialRulebook, versionAt, type ProposedVersion, type RulebookState } from './state.js';
import { findWrong } from './validate.js';

export function decideRulebook(command: RulebookCommand, state: RulebookState): Decision<RulebookEvent> {
  switch (command.type) {
    case 'adopt-rulebook': return adopt(command, state);
    case 'propose-rulebook': return propose(command, state);
    case 'approve-rulebook': return approve(command, state);
    case 'withdraw-rulebook': return withdraw(command, state);
    default: return never(command);
  }
}

function adopt({ at, by, data }: AdoptRulebook, state: RulebookState): Decision<RulebookEvent> {
  const wrong = findWrong(data);
  if (wrong) return { accepted: false, refusal: wrong };
  if (approvedIn(state).some(({ rules }) => same(rules, data))) return accept();
  return (same(data, NOTICE) ? undefined : aNameStandsForOneVersion(data, state))
    ?? onlyTheFirstVersionIsAdoptedInOneStep(by, state)
    ?? accept<RulebookEvent>({ type: 'RulebookAdopted', at, by, data });
}

function propose({ at, by, data }: ProposeRulebook, state: RulebookState): Decision<RulebookEvent> {
  const wrong = findWrong(data.rules);
  if (wrong) return { accepted: false, refusal: wrong };
  return aPersonAnswersForAVersion(by)
    ?? aReasonIsGiven(data.reason)
    ?? aNameStandsForOneVersion(data.rules, state)
    ?? aChangedFigureGivesItsSource(data.rules, versionAt(state, at))
    ?? aVersionIsNotEffectiveInThePast(data.rules, at)
    ?? versionsDoNotOverlap(data.rules, state)
    ?? accept<RulebookEvent>({ type: 'RulebookProposed', at, by, data });
}

function approve({ at, by, data }: ApproveRulebook, state: RulebookState): Decision<RulebookEvent> {
  const refused = aPersonAnswersForAVersion(by) ?? onlyAnOpenProposalIsDecided(data.version, state);
  if (refused) return refused;
  const { rules, proposed } = openProposal(data.version, state);
  return theAuthorDoesNotApprove(by, proposed.by)
    ?? aVersionIsNotEffectiveInThePast(rules, at)
    ?? versionsDoNotOverlap(rules, state)
    ?? accept<RulebookEvent>({ type: 'RulebookApproved', at, by, data: { version: rules.version, effectiveFrom: rules.effectiveFrom } });
}

function withdraw({ at, by, data }: WithdrawRulebook, state: RulebookState): Decision<RulebookEvent> {
  return aPersonAnswersForAVersion(by)
    ?? onlyAnOpenProposalIsDecided(data.version, state)
    ?? aReasonIsGiven(data.reason)
    ?? accept<RulebookEvent>({ type: 'RulebookProposalWithdrawn', at, by, data });
}

function openProposal(name: string, { versions }: RulebookState): ProposedVersion {
  return versions.find(({ status, rules }) => status === 'proposed' && rules.version === name) as ProposedVersion;
}

export const rulebookDecider: Decider<RulebookCommand, RulebookEvent, RulebookState, undefined> = {
  initial: initialRulebook, decide: decideRulebook, evolve: evolveRulebook,
};
