import {
  cadreDecider, epochDecider, erasureDecider, householdDecider, issueDecider, readModelDecider, rosterDecider, rulebookDecider, unitDecider,
  type CadreCommand, type CadreEvent, type EpochCommand, type EpochEvent, type ErasureCommand, type ErasureEvent, type HouseholdCommand, type HouseholdEvent, type IssueCommand, type IssueEvent,
  type ReadModelCommand, type ReadModelEvent, type RosterCommand, type RosterEvent, type RulebookCommand, type RulebookEvent, type UnitCommand, type UnitEvent,
} from '#domain';
import type { Decider } from '#kernel';
import type { AnyCommand, AnyEvent } from './commands.js';
import type { Facts } from './facts.js';
import { EPOCH_STREAM, RULEBOOK_STREAM, streamOf } from './streams.js';

/** How commands reach an aggregate: which stream they concern, and what its decider needs to know of the rest. */
export interface Aggregate<C extends AnyCommand = AnyCommand, E extends AnyEvent = AnyEvent, S = unknown, F = unknown> {
  readonly decider: Decider<C, E, S, F>;
  streamId(command: C): string;
  facts(command: C, source: Facts): Promise<F>;
  /** Commands that make a new aggregate under an id nobody else has: decided without reading the record first. */
  readonly opens: readonly C['type'][];
}

const issue = entry<IssueCommand, IssueEvent>()({
  decider: issueDecider,
  streamId: ({ data }) => streamOf.issue(data.issueId),
  facts: (command, source) => source.ofIssue(command),
  opens: ['report-issue', 'import-issue'],
});

const unit = entry<UnitCommand, UnitEvent>()({
  decider: unitDecider,
  streamId: ({ data }) => streamOf.unit(data.code),
  facts: async (_command, source) => source.ofOrganisation(),
  opens: [],
});

const cadre = entry<CadreCommand, CadreEvent>()({
  decider: cadreDecider,
  streamId: ({ data }) => streamOf.cadre(data.cadre),
  facts: async (_command, source) => source.ofOrganisation(),
  opens: [],
});

const household = entry<HouseholdCommand, HouseholdEvent>()({
  decider: householdDecider,
  streamId: ({ data }) => streamOf.household(data.household),
  facts: async (_command, source) => source.ofOrganisation(),
  opens: [],
});

const roster = entry<RosterCommand, RosterEvent>()({
  decider: rosterDecider,
  streamId: ({ data }) => streamOf.roster(data.link),
  facts: (command, source) => source.ofRoster(command),
  opens: [],
});

const rulebook = entry<RulebookCommand, RulebookEvent>()({
  decider: rulebookDecider,
  streamId: () => RULEBOOK_STREAM,
  facts: async () => undefined,
  opens: [],
});

const readModel = entry<ReadModelCommand, ReadModelEvent>()({
  decider: readModelDecider,
  streamId: ({ data }) => streamOf.readModel(data.readModel),
  facts: async () => undefined,
  opens: [],
});

const erasure = entry<ErasureCommand, ErasureEvent>()({
  decider: erasureDecider,
  streamId: ({ data }) => streamOf.erasure(data.erasure),
  facts: async () => undefined,
  opens: [],
});

const epoch = entry<EpochCommand, EpochEvent>()({
  decider: epochDecider,
  streamId: () => EPOCH_STREAM,
  facts: async () => undefined,
  opens: [],
});

const AGGREGATES: Readonly<Record<AnyCommand['type'], Aggregate>> = {
  'report-issue': issue, 'register-issue': issue, 'reclassify-issue': issue, 'dispatch-issue': issue, 'sign-for-assignment': issue,
  'return-assignment': issue, 'set-measure': issue, 'record-contact': issue, 'resolve-issue': issue, 'explain-issue': issue,
  'ask-for-support': issue, 'take-over-issue': issue, 'urge-issue': issue, 'repeat-report': issue, 'record-verdict': issue,
  'reopen-issue': issue, 'close-issue': issue, 'withdraw-issue': issue, 'pass-deadline': issue, 'import-issue': issue,
  'ask-to-open-identity': issue, 'approve-opening': issue, 'refuse-opening': issue,
  'register-unit': unit,
  'register-cadre': cadre, 'take-post': cadre, 'leave-post': cadre,
  'register-household': household,
  'link-roster': roster, 'unlink-roster': roster,
  'adopt-rulebook': rulebook, 'propose-rulebook': rulebook, 'approve-rulebook': rulebook, 'withdraw-rulebook': rulebook,
  'skip-event': readModel,
  'erase-person': erasure,
  'begin-epoch': epoch,
};

export function aggregateOf(command: AnyCommand): Aggregate {
  return AGGREGATES[command.type];
}

/**
 * Checks an entry against its own types, then forgets them: the table hands each aggregate the commands of its own rows
 * and the events of its own streams, which is what the cast relies on.
 */
function entry<C extends AnyCommand, E extends AnyEvent>() {
  return <S, F>(aggregate: Aggregate<C, E, S, F>): Aggregate => aggregate as unknown as Aggregate;
}
