import {
  NOTICE, rulebookDecider, rulebookInForce, unitDecider, workingCalendar,
  type Directory, type IssueCommand, type IssueFacts, type RosterCommand, type RosterFacts, type Rulebook, type RulebookEvent,
  type RulebookState, type UnitEvent, type UnitRef, type WorkingCalendar,
} from '#domain';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { ReadModels } from '#projections';
import { decodeEvent } from '#wire';
import { RULEBOOK_STREAM, streamOf } from './streams.js';

/** How long a rulebook adopted by another process may go unnoticed. One adopted by this process binds at once. */
const RULEBOOK_KEPT_MS = 1_000;

/** What deciders need to know beyond their own stream. Units and cadres that the read models have not seen yet are looked up in the record. */
export class Facts {
  private readonly calendar: WorkingCalendar = workingCalendar();
  private rulebook: { readonly state: Promise<RulebookState>; readonly readAt: number } | undefined;

  constructor(private readonly store: EventStore, private readonly readModels: Pick<ReadModels, 'directory'>) {}

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
    const [rules, directory] = await Promise.all([this.rulesAt(command.at), this.directoryWith(...unitsNamedBy(command))]);
    return { rules, calendar: this.calendar, directory };
  }

  async ofRoster(command: RosterCommand): Promise<RosterFacts> {
    if (command.type === 'unlink-roster') return { directory: await this.directoryWith(), cadreKnown: true };
    const { unit, kind, target, cadre } = command.data;
    const [directory, { events }] = await Promise.all([
      this.directoryWith(unit, kind === 'community' ? target : null),
      this.store.readStream(streamOf.cadre(cadre)),
    ]);
    return { directory, cadreKnown: events.length > 0 };
  }

  /** The tree, complete for these units and all above them even while the read models lag behind the record. */
  async directoryWith(...codes: readonly (string | null)[]): Promise<Directory> {
    const directory = await this.readModels.directory();
    const late = new Map<string, UnitRef>();
    for (let code of codes) {
      while (code !== null && !directory.unit(code) && !late.has(code)) {
        const unit = await this.unitOnRecord(code);
        if (!unit) break;
        late.set(code, unit);
        code = unit.parent;
      }
    }
    return late.size === 0 ? directory : { unit: (code) => directory.unit(code) ?? late.get(code) };
  }

  private async unitOnRecord(code: string): Promise<UnitRef | undefined> {
    const { events } = await this.store.readStream(streamOf.unit(code));
    const state = events.map((event) => decodeEvent(event) as UnitEvent).reduce(unitDecider.evolve, unitDecider.initial);
    return state.status === 'registered' ? state : undefined;
  }

  private async readRulebook(): Promise<RulebookState> {
    const { events } = await this.store.readStream(RULEBOOK_STREAM);
    return events.map((event) => decodeEvent(event) as RulebookEvent).reduce(rulebookDecider.evolve, rulebookDecider.initial);
  }
}

function unitsNamedBy({ type, data }: IssueCommand): readonly string[] {
  switch (type) {
    case 'report-issue': return [data.area];
    case 'import-issue': return [data.area, data.unit];
    case 'dispatch-issue': return [data.unit];
    default: return [];
  }
}
