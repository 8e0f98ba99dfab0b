import { UNITS, cadreOf } from './world.js';
import type { Bench } from './bench.js';
import type { World } from './world.js';

/** One random step: something is tried on an issue, after a while. */
export interface Act {
  readonly issue: number;
  readonly act: number;
  readonly waitMinutes: number;
  /** Let the read models take it before the next, so that pages are short and long. */
  readonly settle: boolean;
}

type Try = (world: World, issueId: string, act: Act) => Promise<unknown>;

const areaOf = ({ issue }: Act): string => ['east', 'west', 'far', 'street'][issue % 4]!;
const answered = { resolved: true, satisfied: true, attitude: 'good', comment: '', contacted: true } as const;

const TRIES: readonly Try[] = [
  (world, id, act) => world.report(id, areaOf(act)),
  (world, id) => world.give(id, 'register-issue', { scope: 'individual', horizon: 'current', topic: 'roads', grade: 'pressing' }),
  (world, id) => world.give(id, 'reclassify-issue', { scope: 'general', horizon: 'long-term', topic: 'roads/holes', grade: 'general', reason: 'many' }),
  (world, id, act) => world.give(id, 'dispatch-issue', { unit: UNITS[(act.issue + act.waitMinutes) % UNITS.length]!.code }, cadreOf('li', 'city')),
  (world, id) => world.give(id, 'sign-for-assignment', {}, cadreOf('chen')),
  (world, id) => world.give(id, 'return-assignment', { ground: 'wrong-area', note: 'not here' }),
  (world, id) => world.give(id, 'set-measure', { measure: 'mend', responsible: 'chen', doneBy: '2029-01-01' }),
  (world, id) => world.give(id, 'record-contact', { reached: true, note: 'called' }, cadreOf('chen')),
  (world, id) => world.give(id, 'resolve-issue', { summary: 'a\ttab, a \\ and\na line', evidence: [{ kind: 'note', text: 'seen' }] }, cadreOf('chen')),
  (world, id) => world.give(id, 'explain-issue', { ground: 'in-court', explanation: 'wait', toldTo: 'Qian', understood: true, nextLook: null }, cadreOf('chen')),
  (world, id) => world.give(id, 'ask-for-support', { reason: 'too much' }),
  (world, id) => world.give(id, 'take-over-issue', {}, cadreOf('wu', 'district', 'supervisor')),
  (world, id) => world.give(id, 'urge-issue', { note: 'hurry' }),
  (world, id) => world.give(id, 'repeat-report', { channel: 'hotline', text: 'again' }),
  (world, id) => world.give(id, 'record-verdict', answered, cadreOf('wu')),
  (world, id) => world.give(id, 'record-verdict', { ...answered, resolved: false, satisfied: false }, cadreOf('wu')),
  (world, id) => world.give(id, 'reopen-issue', { ground: 'supervisor', note: 'look again' }),
  (world, id) => world.give(id, 'withdraw-issue', { reason: 'gone' }),
  (world, id) => world.passNextStep(id),
  (world, id) => world.passNextStep(id),
  (world, id, act) => world.handled(id, { area: areaOf(act) }),
  (world, id, act) => world.resolved(id, { area: areaOf(act) }),
  async (world, id, act) => {
    await world.resolved(id, { area: areaOf(act) });
    await world.verdict(id, true, act.issue % 2 === 0);
  },
  async (world, id) => {
    await world.give(id, 'register-issue', { scope: 'individual', horizon: 'current', topic: 'water', grade: 'urgent' });
    await world.give(id, 'dispatch-issue', { unit: 'street-works' });
    await world.give(id, 'return-assignment', { ground: 'not-our-duty', note: 'no' });
  },
];

/** Lives through the acts; what the rules refuse has not happened. */
export async function live({ world, settled }: Pick<Bench, 'world' | 'settled'>, prefix: string, acts: readonly Act[]): Promise<void> {
  for (const [index, act] of acts.entries()) {
    world.wait(act.waitMinutes * 60_000);
    // Titles that COPY and JSON must carry unharmed.
    const id = `${prefix}-${act.issue}`;
    if (index < 5) await world.report(`${prefix}-${index}`, areaOf({ ...act, issue: index }), { title: `${id} \\N "x" {a,b}\t\n'` });
    await TRIES[act.act % TRIES.length]!(world, id, act);
    if (act.settle) await settled();
  }
}
