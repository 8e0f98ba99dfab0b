import { setTimeout } from 'node:timers/promises';
import { EMPTY_STREAM, type AppendOutcome, type AppendReceipt, type AppendRequest, type CommandRef, type EventStore, type StreamHead } from '#event-store';
import { Fault, type Decision, type WorkflowRun } from '#kernel';
import { decodeEvent, encodeEvent } from '#wire';
import { aggregateOf, type Aggregate } from './aggregates.js';
import type { AnyCommand, AnyEvent, CommandOutcome, Permit } from './commands.js';
import { digestOf, type Digest } from './digest.js';
import type { Facts } from './facts.js';
import { RULEBOOK_STREAM } from './streams.js';
import { Turns } from './turns.js';

/** How often a decision is taken, in all, while another process is faster. Pauses double, so that a burst of its commands passes. */
const DECISIONS = 5;
const OUTRUN_PAUSE_MS = 10;
/** How often an append whose answer was lost is sent, in all, with a growing pause before each further time. */
const SENDINGS = 4;
const LOST_PAUSE_MS = 50;

/** What a decision is made on. `assumed`: nobody looked whether the stream is still empty; the append finds out. */
interface Basis {
  readonly state: unknown;
  readonly head: StreamHead;
  readonly assumed: boolean;
}

interface Asked {
  readonly command: AnyCommand;
  readonly workflow: WorkflowRun | undefined;
  readonly permit: Permit | undefined;
}

/**
 * Gives commands to their aggregates: load, decide, append with the head that was decided on.
 * Faults of the store other than a lost answer go up (`store-frozen`, `store-unavailable`); `command-outrun` (transient):
 * other processes kept changing the stream, nothing was written.
 */
export class Giver {
  private readonly turns = new Turns();

  /** `digest`: SHA-256 when not given. */
  constructor(private readonly store: EventStore, private readonly facts: Facts, private readonly digest?: Digest) {}

  async give(command: AnyCommand, workflow?: WorkflowRun, permit?: Permit): Promise<CommandOutcome> {
    const aggregate = aggregateOf(command);
    const streamId = aggregate.streamId(command);
    return this.turns.take(streamId, () => this.giveInTurn(aggregate, streamId, { command, workflow, permit }));
  }

  private async giveInTurn(aggregate: Aggregate, streamId: string, asked: Asked): Promise<CommandOutcome> {
    const { command, workflow } = asked;
    const ref: CommandRef = { id: command.id, type: command.type, digest: digestOf(command, this.digest) };
    const [facts, rules] = await Promise.all([aggregate.facts(command, this.facts), this.facts.rulesAt(command.at)]);
    let basis = await this.firstBasis(aggregate, streamId, command);
    for (let decisions = 0; decisions < DECISIONS; decisions += 1) {
      let decision = await this.decide(aggregate, asked, basis, facts);
      if (!changes(decision) && basis.assumed) {
        basis = await this.load(aggregate, streamId);
        decision = await this.decide(aggregate, asked, basis, facts);
      }
      if (!changes(decision)) return this.withoutEvents(ref, streamId, basis, decision);
      const outcome = await this.append({ streamId, expected: basis.head, command: ref, ruleVersion: rules.version, ...(workflow && { workflow }), events: decision.events.map(encodeEvent) });
      if (outcome.status === 'unknown' || outcome.status === 'command-differs') return { status: outcome.status };
      if (outcome.status !== 'conflict') return this.done(outcome);
      await setTimeout(OUTRUN_PAUSE_MS * 2 ** decisions * (0.5 + Math.random()));
      basis = await this.load(aggregate, streamId);
    }
    throw new Fault('command-outrun', { params: { command: command.type }, transient: true, tryNext: 'give the same command again' });
  }

  private decide({ decider }: Aggregate, { command, permit }: Asked, { state }: Basis, facts: unknown): Promise<Decision<AnyEvent>> {
    return this.facts.units.judge((units) => {
      const refusal = permit?.(state, units);
      return refusal ? { accepted: false, refusal } : decider.decide(command, state, facts);
    });
  }

  private async firstBasis(aggregate: Aggregate, streamId: string, command: AnyCommand): Promise<Basis> {
    if (!aggregate.opens(command)) return this.load(aggregate, streamId);
    return { state: aggregate.decider.initial, head: EMPTY_STREAM, assumed: true };
  }

  private async load({ decider }: Aggregate, streamId: string): Promise<Basis> {
    const { events, head } = await this.store.readStream(streamId);
    const state = events.reduce((folded, event) => decider.evolve(folded, decodeEvent(event)), decider.initial);
    return { state, head, assumed: false };
  }

  /** The record is asked first: what would be refused by now may be the repetition of what was accepted then. */
  private async withoutEvents(ref: CommandRef, streamId: string, basis: Basis, decision: Decision<AnyEvent>): Promise<CommandOutcome> {
    const known = await this.store.findCommand(ref.id);
    if (known) return known.command.digest === ref.digest ? replayed(known) : { status: 'command-differs' };
    if (!decision.accepted) return { status: 'refused', refusal: decision.refusal };
    return { status: 'unchanged', streamId, revision: basis.head.revision };
  }

  /** Sends the very same request until its outcome is known: written twice it would still be on record once. */
  private async append(request: AppendRequest): Promise<AppendOutcome | { readonly status: 'unknown' }> {
    let lost = false;
    for (let sending = 1; ; sending += 1) {
      try {
        return await this.store.append(request);
      } catch (failure) {
        // A sending that surely wrote nothing does not tell what became of an earlier one.
        lost ||= failure instanceof Fault && failure.code === 'store-outcome-unknown';
        if (!lost || !(failure instanceof Fault && failure.transient)) throw failure;
        if (sending === SENDINGS) return { status: 'unknown' };
        await setTimeout(LOST_PAUSE_MS * sending);
      }
    }
  }

  private done({ status, ...receipt }: AppendReceipt & { readonly status: 'appended' | 'already-applied' }): CommandOutcome {
    if (receipt.streamId === RULEBOOK_STREAM) this.facts.forgetRulebook();
    return { status: 'done', receipt, replayed: status === 'already-applied' };
  }
}

function changes(decision: Decision<AnyEvent>): decision is Extract<Decision<AnyEvent>, { accepted: true }> {
  return decision.accepted && decision.events.length > 0;
}

function replayed(receipt: AppendReceipt): CommandOutcome {
  return { status: 'done', receipt, replayed: true };
}
