import { randomUUID } from 'node:crypto';
import { Facts, Giver, streamOf, type CommandOutcome } from '#application';
import { openPool } from '#database';
import { issueDecider, NOTICE, type Directory, type IssueCommand, type IssueEvent, type IssueState, type LadderStep, type Limit, type Rulebook, type UnitRef } from '#domain';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { instantOf, type Actor, type Instant, type WorkflowRun } from '#kernel';
import { testDatabase } from '../../libs/testing/servers.js';
import { decodeEvent } from '#wire';
import type pg from 'pg';

const UNITS: readonly UnitRef[] = [
  { code: 'city', level: 'city', kind: 'area', parent: null },
  { code: 'district', level: 'district', kind: 'area', parent: 'city' },
  { code: 'street', level: 'subdistrict', kind: 'area', parent: 'district' },
  { code: 'village', level: 'community', kind: 'area', parent: 'street' },
];
export const TREE: Directory = { unit: (code) => UNITS.find((unit) => unit.code === code) };

export const CADRE: Extract<Actor, { readonly kind: 'cadre' }> = { kind: 'cadre', cadre: 'c-1', post: 'p-1', unit: 'village', role: 'cadre' };

export const OPERATOR: Actor = { kind: 'operator', operator: 'test' };

const seconds = (amount: number): Limit => ({ amount, unit: 'second' });
const HOUR: Limit = { amount: 1, unit: 'hour' };

/** What is left alone is over the top in about four seconds a level. */
export function impatientRules(): Rulebook {
  const ladder: readonly LadderStep[] = [
    { act: 'warn', offset: seconds(1), before: true },
    { act: 'due', offset: seconds(0) },
    { act: 'tell-supervisor', offset: seconds(1) },
    { act: 'take-over', offset: seconds(2) },
  ];
  const quiet: readonly LadderStep[] = [{ act: 'due', offset: seconds(0) }];
  const limit = seconds(2);
  return {
    ...NOTICE,
    version: 'impatient-1',
    dispatch: { ...NOTICE.dispatch, value: { urgent: HOUR, pressing: HOUR, general: HOUR } },
    sign: { ...NOTICE.sign, value: HOUR },
    firstContact: { ...NOTICE.firstContact, value: HOUR },
    handling: { ...NOTICE.handling, value: { community: limit, subdistrict: limit, district: limit, city: limit } },
    ladders: { ...NOTICE.ladders, value: { dispatch: quiet, sign: quiet, 'first-contact': quiet, handling: ladder, verdict: quiet } },
  };
}

export interface TestRecord {
  readonly url: string;
  readonly store: PostgresEventStore;
  readonly pool: pg.Pool;
  readonly give: (command: IssueCommand, workflow?: WorkflowRun) => Promise<CommandOutcome>;
  events(issueId: string): Promise<readonly IssueEvent[]>;
  state(issueId: string): Promise<IssueState>;
  close(): Promise<void>;
}

/** A real record on a database of its own, under rules that run in seconds; only the tree of units is given by hand. */
export async function openRecord(rules: Rulebook = impatientRules()): Promise<TestRecord> {
  const database = await testDatabase();
  const store = await openPostgresStore({ url: database.url });
  const pool = openPool(database.url);
  const giver = new Giver(store, new Facts(store, { directory: async () => TREE }));
  const adopted = await giver.give({ type: 'adopt-rulebook', id: randomUUID(), at: now(), by: OPERATOR, data: rules });
  if (adopted.status !== 'done') throw new Error(`the rulebook was not adopted: ${JSON.stringify(adopted)}`);
  for (const unit of UNITS) await giver.give({ type: 'register-unit', id: randomUUID(), at: now(), by: OPERATOR, data: { ...unit, name: unit.code } });
  await giver.give({ type: 'register-cadre', id: randomUUID(), at: now(), by: OPERATOR, data: { cadre: CADRE.cadre, name: CADRE.cadre } });
  await giver.give({ type: 'take-post', id: randomUUID(), at: now(), by: OPERATOR, data: { cadre: CADRE.cadre, post: CADRE.post, unit: CADRE.unit, role: CADRE.role, from: '2020-01-01' } });
  const events = async (issueId: string) => (await store.readStream(streamOf.issue(issueId))).events.map((event) => decodeEvent(event) as IssueEvent);
  return {
    url: database.url, store, pool, events,
    give: (command, workflow) => giver.give(command, workflow),
    state: async (issueId) => (await events(issueId)).reduce<IssueState>(issueDecider.evolve, issueDecider.initial),
    close: async () => {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}

export function now(): Instant {
  return instantOf(Date.now());
}

/** Gives a command that has to be taken. */
export async function given<T extends IssueCommand['type']>(record: TestRecord, type: T, data: Extract<IssueCommand, { type: T }>['data'], by: Actor = CADRE): Promise<void> {
  const outcome = await record.give({ type, id: randomUUID(), at: now(), by, data } as IssueCommand);
  if (outcome.status !== 'done') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
}

/** A new report, waiting for its dispatch for an hour. */
export async function reported(record: TestRecord): Promise<string> {
  const issueId = randomUUID();
  await given(record, 'report-issue', { issueId, channel: 'visit', title: 'No water', text: 'None since Monday', area: 'village', heardAt: now() });
  return issueId;
}

/** Dispatched to the village and signed for: its handling clock runs. */
export async function inHandling(record: TestRecord): Promise<string> {
  const issueId = await reported(record);
  await given(record, 'register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'water/supply', grade: 'general' });
  await given(record, 'dispatch-issue', { issueId, unit: 'village' });
  await given(record, 'sign-for-assignment', { issueId });
  return issueId;
}

/** Acts of the handling ladder that passed, each with the level that it passed at. */
export function passedActs(events: readonly IssueEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'DeadlineStepPassed' && event.data.kind === 'handling' ? [`${event.data.level} ${event.data.act}`] : []));
}

export const WHOLE_CLIMB = ['community', 'subdistrict', 'district', 'city'].flatMap((level) => ['warn', 'due', 'tell-supervisor', 'take-over'].map((act) => `${level} ${act}`));

/** Waits for a condition; the time-out is generous, since nothing here is measured. */
export async function until(what: string, reached: () => Promise<boolean> | boolean, timeoutMs = 90_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
