import { NOTICE, initialIssue, issueDecider, nextStep, workingCalendar, type Directory, type IssueCommand, type IssueEvent, type IssueState, type Level, type Rulebook, type UnitRef } from '#domain';
import { uuid5, type EventStore } from '#event-store';
import { plusMillis, type Actor, type DomainEvent, type Instant } from '#kernel';
import { decodeEvent, encodeEvent } from '#wire';

/** City → district → street (with a department) → two communities; and a street that has nothing to do with them. */
export const UNITS: readonly (UnitRef & { readonly name: string })[] = [
  unit('city', 'city', null), unit('district', 'district', 'city'), unit('street', 'subdistrict', 'district'),
  { ...unit('street-works', 'subdistrict', 'street'), kind: 'department' },
  unit('east', 'community', 'street'), unit('west', 'community', 'street'),
  unit('far-street', 'subdistrict', 'district'), unit('far', 'community', 'far-street'),
];

function unit(code: string, level: Level, parent: string | null): UnitRef & { name: string } {
  return { code, name: `Unit ${code}`, level, kind: 'area', parent };
}

const DIRECTORY: Directory = { unit: (code) => UNITS.find((known) => known.code === code) };

export const OPERATOR: Actor = { kind: 'operator', operator: 'test' };
export const START = '2026-10-12T01:00:00.000Z';

export function cadreOf(cadre: string, unitCode = 'street', role: 'cadre' | 'unit-head' | 'supervisor' = 'unit-head'): Actor {
  return { kind: 'cadre', cadre, post: `${cadre}-post`, unit: unitCode, role };
}

type Body<T extends IssueCommand['type']> = Omit<Extract<IssueCommand, { readonly type: T }>['data'], 'issueId'>;

/** A small campaign on a real store: history is written by the domain's own decisions, at moments the test chooses. */
export class World {
  now: Instant = START;
  private commands = 0;

  constructor(readonly store: EventStore, private readonly rules: Rulebook = NOTICE) {}

  async found(): Promise<this> {
    for (const { code, name, level, kind, parent } of UNITS) await this.write(`unit/${code}`, event('UnitRegistered', { code, name, level, kind, parent }));
    for (const cadre of ['chen', 'li', 'wu']) {
      await this.write(`cadre/${cadre}`, event('CadreRegistered', { cadre, name: `Cadre ${cadre}` }));
      await this.write(`cadre/${cadre}`, event('PostTaken', { cadre, post: `${cadre}-post`, unit: cadre === 'wu' ? 'far' : 'street', role: 'cadre', from: '2026-10-01' }));
    }
    await this.write('household/h1', event('HouseholdRegistered', { household: 'h1', unit: 'east', address: '1 East Lane', careGroups: ['hardship'], residents: [{ resident: 'r1', name: 'Zhao' }] }));
    await this.write('roster/r1', event('RosterLinked', { link: 'r1', cadre: 'chen', kind: 'community', target: 'east', unit: 'east', from: '2026-10-01' }));
    return this;
  }

  wait(millis: number): void {
    this.now = plusMillis(this.now, millis);
  }

  async report(issueId: string, area = 'east', over: Partial<Body<'report-issue'>> = {}): Promise<string> {
    await this.give(issueId, 'report-issue', { channel: 'visit', title: `Issue ${issueId}`, text: 'It leaks.', area, heardAt: this.now, reporter: { name: 'Qian' }, ...over });
    return issueId;
  }

  /** Reported, registered, dispatched and signed for by the unit. */
  async handled(issueId: string, { area = 'east', by = 'street', heardAt = this.now } = {}): Promise<string> {
    await this.report(issueId, area, { heardAt });
    await this.give(issueId, 'register-issue', { scope: 'individual', horizon: 'current', topic: 'housing/leaks', grade: 'general' });
    await this.give(issueId, 'dispatch-issue', { unit: by }, cadreOf('li', 'city'));
    await this.give(issueId, 'sign-for-assignment', {}, cadreOf('chen', by));
    await this.give(issueId, 'record-contact', { reached: true, note: 'called' }, cadreOf('chen', by));
    await this.give(issueId, 'set-measure', { measure: 'mend it', responsible: 'chen', doneBy: '2027-12-01' });
    return issueId;
  }

  async resolved(issueId: string, options: Parameters<World['handled']>[1] = {}): Promise<string> {
    await this.handled(issueId, options);
    await this.give(issueId, 'resolve-issue', { summary: 'mended', evidence: [{ kind: 'note', text: 'seen' }] }, cadreOf('chen'));
    return issueId;
  }

  verdict(issueId: string, resolved: boolean, satisfied: boolean): Promise<boolean> {
    return this.give(issueId, 'record-verdict', { contacted: true, resolved, satisfied, attitude: 'good', comment: '' }, cadreOf('wu'));
  }

  /** The clock: moves time to the next step of the issue and passes it. False when nothing is left to pass. */
  async passNextStep(issueId: string): Promise<boolean> {
    const step = nextStep(await this.state(issueId));
    if (!step) return false;
    if (step.at > this.now) this.now = step.at;
    return this.give(issueId, 'pass-deadline', { deadline: step.deadline, step: step.step }, { kind: 'clock' });
  }

  /** Gives a command; false when it was refused. */
  async give<T extends IssueCommand['type']>(issueId: string, type: T, data: Body<T>, by: Actor = cadreOf('li')): Promise<boolean> {
    const command = { type, id: uuid5('test', issueId, this.commands += 1), at: this.now, by, data: { issueId, ...data } } as unknown as IssueCommand;
    const decision = issueDecider.decide(command, await this.state(issueId), { rules: this.rules, calendar: workingCalendar(), directory: DIRECTORY });
    if (!decision.accepted || decision.events.length === 0) return false;
    await this.write(`issue/${issueId}`, ...decision.events);
    return true;
  }

  async state(issueId: string): Promise<IssueState> {
    const { events } = await this.store.readStream(`issue/${issueId}`);
    return events.reduce<IssueState>((state, recorded) => issueDecider.evolve(state, decodeEvent(recorded) as IssueEvent), initialIssue);
  }

  /** Appends events without asking anyone. */
  async write(streamId: string, ...events: readonly DomainEvent[]): Promise<void> {
    await this.append(streamId, events.map(encodeEvent));
  }

  /** Appends what no schema allows: the log of a product that went wrong. */
  async append(streamId: string, events: readonly { type: string; schema: number; at: Instant; by: Actor; data: unknown }[]): Promise<void> {
    const { head } = await this.store.readStream(streamId);
    const command = { id: uuid5('append', streamId, this.commands += 1), type: 'test', digest: '0'.repeat(64) };
    const outcome = await this.store.append({ streamId, expected: head, command, ruleVersion: this.rules.version, events });
    if (outcome.status !== 'appended') throw new Error(`not appended: ${outcome.status}`);
  }
}

export function event(type: string, data: unknown): DomainEvent {
  return { type, at: START, by: OPERATOR, data };
}
