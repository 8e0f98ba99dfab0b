import {
  NOTICE, rulebookDecider, rulebookInForce, workingCalendar,
  type IssueCommand, type IssueFacts, type OrganisationFacts, type RosterCommand, type RosterFacts, type Rulebook, type RulebookEvent,
  type RulebookState,
} from '#domain';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { ReadModels } from '#projections';
import { decodeEvent } from '#wire';
import { KnownUnits } from './known-units.js';
import { RULEBOOK_STREAM, streamOf } from './streams.js';

/** How long a rulebook adopted by another process may go unnoticed. One adopted by this process binds at once. */
const RULEBOOK_KEPT_MS = 1_000;

/** What deciders need to know beyond their own stream. Nothing of it is missing because the read models lag behind the record. */
export class Facts {
  readonly units: KnownUnits;
  private readonly calendar = workingCalendar();
  private rulebook: { readonly state: Promise<RulebookState>; readonly readAt: number } | undefined;

  constructor(private readonly store: EventStore, readModels: Pick<ReadModels, 'directory'>) {
    this.units = new KnownUnits(store, readModels);
  }

  /** The version in force at a moment; the preset of the notice as long as none was adopted for it. */
  async rulesAt(moment: Instant): Promise<Rulebook> {
    if (this.rulebook === undefined || performance.now() - this.rulebook.readAt > RULEBOOK_KEPT_MS) {
      this.rulebook = { state: this.readRulebook(), readAt: performance.now() };
    }
    const { state } = this.rulebook;
    try {
      return rulebookInForce(await state, moment) ?? NOTICE;
    } catch (failure) {
      this.forgetRulebook();
      throw failure;
    }
  }

  forgetRulebook(): void {
    this.rulebook = undefined;
  }

  async ofIssue(command: IssueCommand): Promise<IssueFacts> {
    return { rules: await this.rulesAt(command.at), calendar: this.calendar, directory: this.units };
  }

  ofOrganisation(): OrganisationFacts {
    return { directory: this.units };
  }

  async ofRoster(command: RosterCommand): Promise<RosterFacts> {
    if (command.type === 'unlink-roster') return { directory: this.units, cadreKnown: true };
    const { events } = await this.store.readStream(streamOf.cadre(command.data.cadre));
    return { directory: this.units, cadreKnown: events.length > 0 };
  }

  private async readRulebook(): Promise<RulebookState> {
    const { events } = await this.store.readStream(RULEBOOK_STREAM);
    return events.map((event) => decodeEvent(event) as RulebookEvent).reduce(rulebookDecider.evolve, rulebookDecider.initial);
  }
}
