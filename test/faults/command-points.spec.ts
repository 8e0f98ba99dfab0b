import { commandIdOf, type AnyCommand, type CommandOutcome } from '#application';
import { issueDecider, type IssueEvent } from '#domain';
import type { AppendReceipt, EventStore } from '#event-store';
import { Fault } from '#kernel';
import { chance, FaultPlan, FAULT_POINTS } from '../../libs/testing/fault-points.js';
import { faultyStore } from '../../libs/testing/faulty-store.js';
import { decodeEvent } from '#wire';
import { ADAPTERS, dispatcher, giverOn, LATER, operator, report } from '../command-protocol/given.js';

const PLANS: Readonly<Record<string, number>> = { memory: 300, postgres: 50 };
const AT_ONCE = 50;

/** What one caller heard of one command, in the order of its givings. */
interface Heard {
  readonly command: AnyCommand;
  readonly answers: (CommandOutcome | Fault)[];
}

function lifeOf(seed: string): AnyCommand[][] {
  const first = report(`${seed} report`);
  const { issueId } = first.data;
  const by = (type: string, key: string, data: object, who = dispatcher): AnyCommand => ({ type, id: commandIdOf(who, `${seed} ${key}`), at: LATER, by: who, data: { issueId, ...data } }) as AnyCommand;
  return [
    [first],
    // Two who cannot both be right, and several who can: at once.
    [by('register-issue', 'register', { scope: 'individual', horizon: 'current', topic: 'urban/a', grade: 'general' }), by('withdraw-issue', 'withdraw', { reason: 'settled' }),
      ...[1, 2, 3].map((n) => by('urge-issue', `urge ${n}`, { note: `${n}` }))],
    [by('urge-issue', 'urge 1', { note: '1' }), by('dispatch-issue', 'dispatch', { unit: 'COM' }), by('repeat-report', 'repeat', { channel: 'hotline', text: 'again' }, operator)],
  ];
}

/** Gives a command until it is answered for certain, or (as some people do) only for as long as it likes. */
async function insists(give: (command: AnyCommand) => Promise<CommandOutcome>, command: AnyCommand, patience: number): Promise<Heard> {
  const answers: Heard['answers'] = [];
  for (let giving = 0; giving < patience; giving += 1) {
    const answer = await give(command).catch((fault: unknown) => fault as Fault);
    answers.push(answer);
    if (!(answer instanceof Error) && answer.status !== 'unknown') break;
  }
  return { command, answers };
}

async function livesThrough(store: EventStore, seed: number, key: string): Promise<{ plan: FaultPlan; heard: Heard[] }> {
  const plan = new FaultPlan(seed);
  const faulty = faultyStore(store, plan);
  const givers = [giverOn(faulty), giverOn(faulty)];
  const patience = chance(seed + 1);
  const heard: Heard[] = [];
  for (const together of lifeOf(key)) {
    heard.push(...await Promise.all(together.map((command, n) => insists((each) => givers[n % 2]!.give(each), command, patience() < 0.3 ? 1 : 30))));
  }
  plan.allIsWell();
  return { plan, heard };
}

const doneIn = ({ answers }: Heard): AppendReceipt[] => answers.flatMap((answer) => (!(answer instanceof Error) && answer.status === 'done' ? [answer.receipt] : []));

async function judge(store: EventStore, { plan, heard }: { plan: FaultPlan; heard: Heard[] }): Promise<void> {
  const about = { seed: plan.seed, struck: plan.struck };
  const { events } = await store.readStream(`issue/${(heard[0]!.command.data as { issueId: string }).issueId}`);
  expect({ ...about, revisions: events.map(({ revision }) => revision) }).toEqual({ ...about, revisions: events.map((_, index) => index) });
  // evolve throws at what cannot follow.
  expect(() => events.map((event) => decodeEvent(event) as IssueEvent).reduce(issueDecider.evolve, issueDecider.initial)).not.toThrow();
  for (const one of heard) {
    const { command, answers } = one;
    const group = events.filter((event) => event.command.id === command.id);
    const receipts = doneIn(one);
    const found = { ...about, command: command.type, answers: answers.map((answer) => (answer instanceof Fault ? answer.code : answer instanceof Error ? String(answer) : answer.status)) };
    expect({ ...found, indexes: group.map(({ index }) => index) }).toEqual({ ...found, indexes: group.map((_, index) => index) });
    for (const receipt of receipts) expect({ ...found, at: [receipt.firstRevision, receipt.lastRevision] }).toEqual({ ...found, at: [group[0]?.revision, group.at(-1)?.revision] });
    if (answers.some((answer) => !(answer instanceof Error) && answer.status === 'refused')) expect({ ...found, group: group.length }).toEqual({ ...found, group: 0 });
    // What its id tells, and what the same command is answered now that all is well, agree with the record.
    expect({ ...found, fate: (await store.findCommand(command.id))?.lastRevision }).toEqual({ ...found, fate: group.at(-1)?.revision });
    const again = await giverOn(store).give(command);
    if (group.length > 0) expect({ ...found, again }).toMatchObject({ again: { status: 'done', replayed: true, receipt: { lastRevision: group.at(-1)!.revision } } });
  }
}

describe.each(Object.entries(PLANS))('commands while the calls to the store fail by a plan, on %s', (name, plans) => {
  let store: EventStore;
  let end: () => Promise<void>;
  beforeAll(async () => ({ store, end } = await ADAPTERS[name]!()));
  afterAll(() => end());

  it(`every command is on record at most once, where it was said to be (${plans} plans)`, async () => {
    const struck = new Set<string>();
    for (let first = 1; first <= plans; first += AT_ONCE) {
      const lives = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => livesThrough(store, first + n, `${name} ${first + n}`)));
      for (const life of lives) {
        await judge(store, life);
        for (const fault of life.plan.struck) struck.add(fault);
      }
    }
    // A plan that strikes nowhere shows nothing.
    expect([...struck].filter((fault) => fault.startsWith('append')).sort()).toEqual(FAULT_POINTS.map((point) => `append: ${point}`).sort());
  }, 120_000);

  it('"unavailable" means that nothing was written, and a lost answer is never called a failure', async () => {
    await Promise.all(Array.from({ length: 200 }, async (_, seed) => {
      const plan = new FaultPlan(seed, 0.7, ['fail-before', 'fail-after', 'delay']);
      const command = report(`${name} honest ${seed}`);
      const answer = await giverOn(faultyStore(store, plan)).give(command).catch((fault: unknown) => fault as Fault);
      const recorded = (await store.findCommand(command.id)) !== undefined;
      const told = answer instanceof Error ? answer.code : answer.status;
      expect({ seed, struck: plan.struck, told, recorded }).toMatchObject(
        told === 'done' ? { recorded: true } : told === 'unknown' ? { told: 'unknown' } : { told: 'store-unavailable', recorded: false });
    }));
  }, 60_000);
});
