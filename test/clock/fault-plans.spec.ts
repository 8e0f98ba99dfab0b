import { commandIdOf, Facts, Giver, issueIdOf, type AnyCommand } from '#application';
import { openPool } from '#database';
import { issueDecider, type IssueEvent, type IssueState } from '#domain';
import { openMemoryStore } from '#event-store/memory';
import type { AppendRequest, EventStore } from '#event-store';
import { clockActivities } from '#clock';
import { plusMillis, type Instant } from '#kernel';
import { decodeEvent } from '#wire';
import type { ClockActivities } from '#wire/clock';
import { IssueFold } from '../../libs/clock/issue-fold.js';
import { Keeper } from '../../libs/clock/keeper.js';
import { Reconciler } from '../../libs/clock/reconciler.js';
import { Sender } from '../../libs/clock/sender.js';
import { Standings } from '../../libs/clock/standings.js';
import { chance, FAULT_POINTS, FaultPlan } from '../../libs/testing/fault-points.js';
import { faultyStore } from '../../libs/testing/faulty-store.js';
import { faultyWorkflows } from '../../libs/testing/faulty-workflows.js';
import { testDatabase } from '../../libs/testing/servers.js';
import { FakeTemporal } from './fake-temporal.js';
import { CADRE, impatientRules, OPERATOR, passedActs, TREE, WHOLE_CLIMB } from './record.js';

const PLANS = 80;
const LANES = 8;
const STEPS = 45;
const MONDAY: Instant = '2026-03-02T01:00:00.000Z';
const FOREVER = new AbortController().signal;

/** One record, one fake Temporal and the clock between them, on a time of its own; calls across both boundaries fail by the plan. */
class Trial {
  readonly store: EventStore = openMemoryStore();
  readonly temporal = new FakeTemporal();
  readonly issues: string[] = [];
  readonly ahead: string[] = [];
  now = MONDAY;
  /** How far the clock of the process that passes deadlines is off. */
  shiftMs = 0;
  private readonly giver: Giver;
  private readonly keeper: Keeper;
  private readonly sender: Sender;
  private readonly reconciler: Reconciler;
  private readonly activities: ClockActivities;

  constructor(readonly plan: FaultPlan, standings: Standings) {
    const store = faultyStore(this.store, plan);
    const workflows = faultyWorkflows(this.temporal, plan);
    this.giver = new Giver(store, new Facts(store, { directory: async () => TREE }));
    this.keeper = new Keeper(store, standings, new IssueFold(store));
    this.sender = new Sender(standings, workflows);
    this.reconciler = new Reconciler({ store, standings, keeper: this.keeper, workflows });
    this.activities = clockActivities({
      now: () => plusMillis(this.now, this.shiftMs), run: () => undefined,
      give: (command) => plan.through('give', () => this.giver.give(command), { undone: lost, unknown: lost, denied: lost }),
    });
  }

  async give(type: string, data: object, by: object = CADRE): Promise<void> {
    const command = { type, id: commandIdOf(OPERATOR, `${this.plan.seed} ${this.plan.struck.length} ${type} ${JSON.stringify(data)}`), at: this.now, by, data } as unknown as AnyCommand;
    await this.giver.give(command);
  }

  /** Reported, registered, dispatched and signed for, as far as the plan lets it. */
  async newIssue(): Promise<void> {
    const issueId = issueIdOf(`${this.plan.seed}/${this.issues.length}`);
    this.issues.push(issueId);
    await this.give('report-issue', { issueId, channel: 'visit', title: 'No water', text: 'None', area: 'village', heardAt: this.now });
    await this.give('register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'water/supply', grade: 'general' });
    await this.give('dispatch-issue', { issueId, unit: 'village' });
    await this.give('sign-for-assignment', { issueId });
  }

  readonly keep = () => this.keeper.catchUp();
  readonly send = () => this.sender.sweep(FOREVER);
  readonly elapse = () => this.temporal.elapse(this.now, this.activities);

  async compare(beside: boolean): Promise<void> {
    this.ahead.push(...(await this.reconciler.reconcile({ beside })).ahead);
  }

  /** A while without faults, in which everything has to heal. */
  async heal(): Promise<void> {
    this.plan.allIsWell();
    this.temporal.listLags = false;
    this.shiftMs = 0;
    for (let round = 0; round < 14; round += 1) {
      await this.compare(round % 2 === 0);
      for (let asked = true, turn = 0; asked && turn < 30; turn += 1) {
        await this.keep();
        await this.send();
        asked = await this.elapse();
      }
      this.now = plusMillis(this.now, 3_000);
    }
  }

  async events(issueId: string): Promise<IssueEvent[]> {
    return (await this.store.readStream(`issue/${issueId}`)).events.map((event) => decodeEvent(event) as IssueEvent);
  }
}

const lost = (): Error => new Error('planned');

/** One thing that happens, by chance; whatever it throws is what a process would log and try again. */
async function happen(trial: Trial, dice: () => number): Promise<void> {
  const any = (): string => trial.issues[Math.floor(dice() * trial.issues.length)] ?? 'none';
  const things: readonly (() => unknown)[] = [
    () => (trial.issues.length < 4 ? trial.newIssue() : undefined), trial.keep, trial.send, trial.elapse, trial.elapse,
    () => { trial.now = plusMillis(trial.now, Math.floor(dice() * 2_500)); },
    () => trial.compare(dice() < 0.5), () => trial.temporal.end(any()), () => { trial.temporal.reset(any()); },
    () => { if (dice() < 0.3) trial.temporal.empty(); }, () => { trial.temporal.listLags = dice() < 0.5; },
    () => { trial.shiftMs = dice() < 0.5 ? 0 : Math.floor((dice() - 0.5) * 7_200_000); },
    () => trial.give('withdraw-issue', { issueId: any(), reason: 'settled' }, OPERATOR),
    () => trial.give('urge-issue', { issueId: any(), note: 'please' }, { ...CADRE, role: 'supervisor', unit: 'city' }),
  ];
  await Promise.resolve(things[Math.floor(dice() * things.length)]!()).catch(() => undefined);
}

async function judge(trial: Trial): Promise<string[]> {
  const told = trial.temporal.standings;
  let climbs = 0;
  for (const issueId of trial.issues) {
    const about = { seed: trial.plan.seed, struck: trial.plan.struck.length, issueId };
    const events = await trial.events(issueId);
    const state = events.reduce<IssueState>(issueDecider.evolve, issueDecider.initial);
    const open = !['none', 'closed', 'withdrawn'].includes(state.status);
    expect({ ...about, running: told.filter((each) => each.issueId === issueId).map(({ revision }) => revision) }).toEqual({ ...about, running: open ? [events.length - 1] : [] });
    const passed = events.flatMap((event) => (event.type === 'DeadlineStepPassed' ? [event.data.step] : []));
    expect({ ...about, passed }).toEqual({ ...about, passed: [...new Set(passed)] });
    if (state.status === 'handling') {
      expect({ ...about, acts: passedActs(events) }).toEqual({ ...about, acts: WHOLE_CLIMB });
      expect(events.filter(({ type }) => type === 'SupervisionOrdered')).toHaveLength(1);
      climbs += 1;
    }
    await expectNoneEarly(trial, issueId);
  }
  expect({ seed: trial.plan.seed, ahead: trial.ahead }).toEqual({ seed: trial.plan.seed, ahead: [] });
  return [...trial.plan.struck, ...Array.from({ length: climbs }, () => 'climbed')];
}

/** By the clock that the record was told: its own events say when each passed. */
async function expectNoneEarly(trial: Trial, issueId: string): Promise<void> {
  const { events } = await trial.store.readStream(`issue/${issueId}`);
  const moments = new Map(events.map(decodeEvent).flatMap((event) => (event.type === 'DeadlineSet' ? event.data.steps.map(({ id, at }) => [id, at] as const) : [])));
  for (const event of events) {
    const decoded = decodeEvent(event);
    if (decoded.type === 'DeadlineStepPassed') expect(event.at >= moments.get(decoded.data.step)!).toBe(true);
  }
}

/** Trials one after the other on a database of their own. What struck in them, and each climb. */
async function lane(seeds: readonly number[], adopted: AppendRequest): Promise<string[]> {
  const database = await testDatabase();
  const pool = openPool(database.url);
  try {
    const standings = new Standings(pool);
    await standings.migrate();
    const seen: string[] = [];
    for (const seed of seeds) {
      await pool.query('truncate clock.standing; update clock.checkpoint set position = 0');
      const trial = new Trial(new FaultPlan(seed, 0.25), standings);
      const dice = chance(seed * 7_919);
      await trial.store.append(adopted);
      for (let step = 0; step < STEPS; step += 1) await happen(trial, dice);
      await trial.heal();
      seen.push(...await judge(trial));
      await trial.store.close();
    }
    return seen;
  } finally {
    await pool.end();
    await database.drop();
  }
}

describe('the clock while the calls to the record and to Temporal fail by a plan', () => {
  it(`ends with one workflow an open issue, each deadline once, whatever happened to workflows, lists and clocks meanwhile (${PLANS} plans)`, async () => {
    const adopted = await adoption();
    const lanes = Array.from({ length: LANES }, (_, index) => Array.from({ length: PLANS / LANES }, (__, n) => 1 + index + n * LANES));
    const seen = (await Promise.all(lanes.map((seeds) => lane(seeds, adopted)))).flat();
    expect(seen.filter((each) => each === 'climbed').length).toBeGreaterThan(PLANS / 4);
    for (const call of ['append', 'start', 'tell', 'give']) expect(new Set(seen.filter((each) => each.startsWith(call))).size).toBe(FAULT_POINTS.length);
  }, 240_000);
});

/** The impatient rules, adopted before anything can fail. */
async function adoption(): Promise<AppendRequest> {
  const store = openMemoryStore();
  const giver = new Giver(store, new Facts(store, { directory: async () => TREE }));
  await giver.give({ type: 'adopt-rulebook', id: commandIdOf(OPERATOR, 'rules'), at: MONDAY, by: OPERATOR, data: impatientRules() });
  const [event] = await store.readAll({ after: 0 });
  const { streamId, command, ruleVersion, type, schema, at, by, data } = event!;
  return { streamId, command, ruleVersion, expected: { revision: -1, hash: '0'.repeat(64) }, events: [{ type, schema, at, by, data }] };
}
