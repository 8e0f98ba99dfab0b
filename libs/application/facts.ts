import {
  versionAt,
  type IssueCommand, type IssueFacts, type OrganisationFacts, type RosterCommand, type RosterFacts, type Rulebook, type RulebookState,
} from '#domain';
import type { EventStore } from '#event-store';
import { dateAt, type Instant } from '#kernel';
import type { ReadModels } from '#projections';
import { Believed } from './believed.js';
import { KnownUnits } from './known-units.js';
import { postsOnRecord } from './posts-held.js';
import { calendarFor, readRulebook } from './rulebook.js';
import { streamOf } from './streams.js';

/** How long a rulebook adopted by another process may go unnoticed. One adopted by this process binds at once. */
const RULEBOOK_KEPT_MS = 1_000;

/** What deciders need to know beyond their own stream. Nothing of it is missing because the read models lag behind the record. */
export class Facts {
  readonly units: KnownUnits;
  /** Nobody is registered twice or taken off the record. */
  private readonly registered = new Believed<true>();
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
    const calendar = calendarFor(rules);
    const unknownCadres = await this.unknownOf(cadresNamedIn(command));
    const facts = { rules, calendar, directory: this.units, unknownCadres };
    if (command.type !== 'set-measure') return facts;
    // A post ends, so it is read for each measure.
    const posts = await postsOnRecord(this.store, command.data.responsible, dateAt(command.at, calendar.offsetMinutes));
    return { ...facts, responsibleUnits: posts.map(({ unit }) => unit) };
  }

  ofOrganisation(): OrganisationFacts {
    return { directory: this.units };
  }

  async ofRoster(command: RosterCommand): Promise<RosterFacts> {
    if (command.type === 'unlink-roster') return { directory: this.units, cadreKnown: true };
    return { directory: this.units, cadreKnown: await this.isRegistered(command.data.cadre) };
  }

  private async unknownOf(cadres: readonly string[]): Promise<readonly string[]> {
    const registered = await Promise.all(cadres.map((cadre) => this.isRegistered(cadre)));
    return cadres.filter((_cadre, index) => !registered[index]);
  }

  private async isRegistered(cadre: string): Promise<boolean> {
    this.registered.renew();
    if (this.registered.get(cadre)) return true;
    const found = (await this.store.readStream(streamOf.cadre(cadre))).events.length > 0;
    if (found) this.registered.set(cadre, true);
    return found;
  }
}

/** The cadres that a command names beside whoever gives it. */
function cadresNamedIn({ type, data }: IssueCommand): readonly string[] {
  if (type === 'set-measure') return [data.responsible];
  if (type !== 'report-issue') return [];
  return [data.complainedOf, data.heardBy].filter((cadre) => cadre !== undefined);
}
