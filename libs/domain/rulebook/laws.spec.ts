import fc from 'fast-check';
import { instantOf, type Actor, type Instant } from '#kernel';
import type { RulebookCommand } from './commands.js';
import { rulebookDecider } from './decide.js';
import { NOTICE } from './notice.js';
import { approvedIn, versionAt, type RulebookState } from './state.js';

const DAY_MS = 86_400_000;
const moment = (day: number): Instant => instantOf(Date.UTC(2026, 0, 1) + day * DAY_MS);
const person = (cadre: string): Actor => ({ kind: 'cadre', cadre, post: cadre, unit: 'city', role: 'administrator' });

interface Wish {
  readonly type: RulebookCommand['type'];
  readonly version: string;
  readonly by: string;
  /** Days since the command before, and days until the version would be effective. */
  readonly after: number;
  readonly ahead: number;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  type: fc.constantFrom('adopt-rulebook', 'propose-rulebook', 'propose-rulebook', 'approve-rulebook', 'approve-rulebook', 'withdraw-rulebook'),
  version: fc.constantFrom('a', 'b', 'c', 'd'), by: fc.constantFrom('one', 'two'), after: fc.nat({ max: 5 }), ahead: fc.integer({ min: -3, max: 20 }),
});

function commandOf({ type, version, by, ahead }: Wish, day: number): RulebookCommand {
  const given = { id: `${day}`, at: moment(day), by: person(by) };
  const rules = { ...NOTICE, version, effectiveFrom: moment(day + ahead) };
  switch (type) {
    case 'adopt-rulebook': return { ...given, type, by: { kind: 'operator', operator: by }, data: rules };
    case 'propose-rulebook': return { ...given, type, data: { rules, reason: 'a wish' } };
    case 'approve-rulebook': return { ...given, type, data: { version } };
    case 'withdraw-rulebook': return { ...given, type, data: { version, reason: 'a wish' } };
  }
}

/** Lives through the wishes; what is refused changes nothing. */
function* live(wishes: readonly Wish[]): Generator<{ readonly day: number; readonly before: RulebookState; readonly after: RulebookState; readonly command: RulebookCommand }> {
  let [state, day] = [rulebookDecider.initial, 0];
  for (const next of wishes) {
    day += next.after;
    const command = commandOf(next, day);
    const decision = rulebookDecider.decide(command, state, undefined);
    const after = decision.accepted ? decision.events.reduce(rulebookDecider.evolve, state) : state;
    yield { day, before: state, after, command };
    state = after;
  }
}

describe('whatever two people and an operator do to the rulebook', () => {
  const wishes = fc.array(wish, { maxLength: 25 });

  it('the rules of the past stay what they were, once a first version is on record', () => {
    fc.assert(fc.property(wishes, fc.nat({ max: 200 }), (all, past) => {
      for (const { day, before, after } of live(all)) {
        if (past >= day || approvedIn(before).length === 0 && approvedIn(after)[0]?.proposed === null) continue;
        expect(versionAt(after, moment(past)).version).toBe(versionAt(before, moment(past)).version);
      }
    }));
  });

  it('nobody’s version binds but one that another person approved, or the operator’s first', () => {
    fc.assert(fc.property(wishes, (all) => {
      const state = [...live(all)].at(-1)?.after ?? rulebookDecider.initial;
      approvedIn(state).forEach(({ proposed, approved }, index) => {
        if (proposed === null) expect([index, approved.by.kind]).toEqual([0, 'operator']);
        else expect(approved.by).not.toEqual(proposed.by);
      });
    }));
  });

  it('versions stand in the order in which they bind, each name once, and none is ever lost', () => {
    fc.assert(fc.property(wishes, (all) => {
      for (const { before, after } of live(all)) {
        const from = approvedIn(after).map((version) => version.from);
        expect(from).toEqual(from.toSorted());
        const names = after.versions.map(({ rules }) => rules.version);
        expect(new Set(names).size).toBe(names.length);
        expect(before.versions.map(({ rules }) => rules.version).filter((name) => !names.includes(name))).toEqual([]);
      }
    }));
  });
});
