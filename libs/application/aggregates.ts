import { AGGREGATES, type AggregateName, type CommandOf, type FactsOf } from '#domain';
import { EPOCH_STREAM } from '#event-store';
import type { Decider } from '#kernel';
import type { AnyCommand, AnyEvent } from './commands.js';
import type { Facts } from './facts.js';
import { RULEBOOK_STREAM, streamOf } from './streams.js';

/** How commands reach an aggregate: which stream they concern, and what its decider needs to know of the rest. */
export interface Aggregate {
  readonly decider: Decider<AnyCommand, AnyEvent, unknown, unknown>;
  streamId(command: AnyCommand): string;
  facts(command: AnyCommand, source: Facts): Promise<unknown>;
  /** A command that makes a new aggregate under an id nobody else has: decided without reading the record first. */
  opens(command: AnyCommand): boolean;
}

interface Way<Name extends AggregateName> {
  readonly commands: Readonly<Record<CommandOf<Name>['type'], 'opens' | 'follows'>>;
  streamId(command: CommandOf<Name>): string;
  facts(command: CommandOf<Name>, source: Facts): Promise<FactsOf<Name>>;
}

const WAYS: { readonly [Name in AggregateName]: Way<Name> } = {
  issue: {
    commands: {
      'report-issue': 'opens', 'import-issue': 'opens', 'import-reply': 'follows', 'register-issue': 'follows', 'reclassify-issue': 'follows', 'dispatch-issue': 'follows', 'sign-for-assignment': 'follows',
      'return-assignment': 'follows', 'set-measure': 'follows', 'record-contact': 'follows', 'resolve-issue': 'follows', 'explain-issue': 'follows', 'ask-for-support': 'follows',
      'take-over-issue': 'follows', 'urge-issue': 'follows', 'repeat-report': 'follows', 'record-verdict': 'follows', 'reopen-issue': 'follows', 'close-issue': 'follows',
      'withdraw-issue': 'follows', 'pass-deadline': 'follows', 'ask-to-open-identity': 'follows', 'approve-opening': 'follows', 'refuse-opening': 'follows',
    },
    streamId: ({ data }) => streamOf.issue(data.issueId),
    facts: (command, source) => source.ofIssue(command),
  },
  unit: {
    commands: { 'register-unit': 'follows' },
    streamId: ({ data }) => streamOf.unit(data.code),
    facts: async (_command, source) => source.ofOrganisation(),
  },
  cadre: {
    commands: { 'register-cadre': 'follows', 'take-post': 'follows', 'leave-post': 'follows' },
    streamId: ({ data }) => streamOf.cadre(data.cadre),
    facts: async (_command, source) => source.ofOrganisation(),
  },
  household: {
    commands: { 'register-household': 'follows' },
    streamId: ({ data }) => streamOf.household(data.household),
    facts: async (_command, source) => source.ofOrganisation(),
  },
  roster: {
    commands: { 'link-roster': 'follows', 'unlink-roster': 'follows' },
    streamId: ({ data }) => streamOf.roster(data.link),
    facts: (command, source) => source.ofRoster(command),
  },
  rulebook: {
    commands: { 'adopt-rulebook': 'follows', 'propose-rulebook': 'follows', 'approve-rulebook': 'follows', 'withdraw-rulebook': 'follows' },
    streamId: () => RULEBOOK_STREAM,
    facts: async () => undefined,
  },
  'read-model': {
    commands: { 'skip-event': 'follows' },
    streamId: ({ data }) => streamOf.readModel(data.readModel),
    facts: async () => undefined,
  },
  erasure: {
    commands: { 'erase-person': 'follows' },
    streamId: ({ data }) => streamOf.erasure(data.erasure),
    facts: async () => undefined,
  },
  epoch: {
    commands: { 'begin-epoch': 'follows' },
    streamId: () => EPOCH_STREAM,
    facts: async () => undefined,
  },
};

const BY_COMMAND = new Map<AnyCommand['type'], Aggregate>(
  (Object.keys(WAYS) as AggregateName[]).flatMap((name) => {
    const aggregate = aggregateOfName(name);
    return (Object.keys(WAYS[name].commands) as AnyCommand['type'][]).map((type) => [type, aggregate] as const);
  }),
);

export function aggregateOf(command: AnyCommand): Aggregate {
  return BY_COMMAND.get(command.type)!;
}

/** Each way is checked against the types of its own aggregate, which are forgotten here: commands come by their types, events from the aggregate's streams. */
function aggregateOfName(name: AggregateName): Aggregate {
  const { commands, ...way } = WAYS[name] as unknown as Pick<Aggregate, 'streamId' | 'facts'> & Way<AggregateName>;
  return { ...way, decider: AGGREGATES[name] as unknown as Aggregate['decider'], opens: ({ type }) => commands[type] === 'opens' };
}
