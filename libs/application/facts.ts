import {
  versionAt,
  type IssueCommand, type IssueFacts, type OrganisationFacts, type RosterCommand, type RosterFacts, type Rulebook, type RulebookState,
} from '#domain';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { ReadModels } from '#projections';
import { KnownUnits } from './known-units.js';
import { calendarFor, readRulebook } from './rulebook.js';
import { streamOf } from './streams.js';

/** How long a rulebook adopted by another process may go unnoticed. One adopted by this process binds at once. */
const RULEBOOK_KEPT_MS = 1_000;

/** What deciders need to know beyond their own stream. Nothing of it is missing because the read models lag behind the record. */
export class Facts {
  readonly units: KnownUnits;
  private rulebook: { readonly state: Promise<RulebookState>; readonly readAt: number } | undefined;

  constructor(private readonly store: EventStore, readModels: Pick<ReadModels, 'directory'>) {
    this.units = new KnownUnits(store, readModels);
  }

  /** The version in force at a moment; the preset of the notice as long as none was adopted for it. */
  async rulesAt(moment: Instant): Promise<Rulebook> {
    if (this.rulebook === undefined || performance.now() - this.rulebook.readAt > RULEBOOK_KEPT_MS) {
      this.rulebook = { state: readRulebook(this.store), readAt: performance.now() };
    }
    const { state } = this.rulebook;
    try {
      return versionAt(await state, moment);
    } catch (failure) {
      this.forgetRulebook();
      throw failure;
    }
  }

  forgetRulebook(): void {
    this.rulebook = undefined;
  }

  async ofIssue(command: IssueCommand): Promise<IssueFacts> {
    const rules = await this.rulesAt(command.at);
    const complainedOf = command.type === 'report-issue' ? command.data.complainedOf : undefined;
    return { rules, calendar: calendarFor(rules), directory: this.units, ...(complainedOf !== undefined && { complainedOfUnknown: !(await this.isRegistered(complainedOf)) }) };
  }

  ofOrganisation(): OrganisationFacts {
    return { directory: this.units };
  }

  async ofRoster(command: RosterCommand): Promise<RosterFacts> {
    if (command.type === 'unlink-roster') return { directory: this.units, cadreKnown: true };
    return { directory: this.units, cadreKnown: await this.isRegistered(command.data.cadre) };
  }

  private async isRegistered(cadre: string): Promise<boolean> {
    return (await this.store.readStream(streamOf.cadre(cadre))).events.length > 0;
  }
}
