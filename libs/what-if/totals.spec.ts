import { NOTICE, type IssueCommand, type Rulebook } from '#domain';
import { clockId, FIXED_FACTS, LIFE, recordOf } from '#testing';
import { compareLives } from './compare.js';
import { relive } from './relive.js';
import { Sums } from './totals.js';

const { report, register, dispatch, signFor, measure, contact, resolve, verdict } = LIFE;
const UNTIL = '2025-03-17T02:00:00.000Z';
const ANSWERED = [report, register, dispatch, signFor, measure, contact, resolve, verdict];
const LATE = ANSWERED.slice(0, 6);
const short: Rulebook = { ...NOTICE, handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community: { amount: 30, unit: 'minute' } } } };

function summed(rules = short, lives: readonly (readonly IssueCommand[])[] = [...Array.from({ length: 9 }, () => ANSWERED), ANSWERED, LATE]): Sums {
  const sums = new Sums();
  for (const commands of lives) sums.add(compareLives(relive(recordOf(commands, UNTIL), { factsAt: () => ({ ...FIXED_FACTS, rules }), clockId }, UNTIL), UNTIL));
  return sums;
}

it('counts what came of the issues on both sides', () => {
  const { differing, kept, departed } = summed();
  expect([differing, departed.issues, kept.issues]).toEqual([11, 0, 11]);
  expect(kept.recorded).toMatchObject({ answered: 10, inTime: 10, late: 0, urgings: 1, openOverdue: 1, climbs: { community: 0, subdistrict: 0 } });
  expect(kept.other).toMatchObject({ answered: 10, inTime: 0, late: 10, urgings: 11, openOverdue: 0, climbs: { subdistrict: 1, district: 0, city: 0 }, supervised: 0 });
});

it('scores units and cadres on each side by its own rules', () => {
  const [unit] = summed().figures('unit', { recorded: NOTICE, other: short });
  expect(unit).toMatchObject({ key: 'east', departed: 0, recorded: { points: 100, band: 0, answeredInTime: { count: 10, base: 10 } }, other: { points: 70, band: 2 } });
  expect(summed().figures('cadre', { recorded: NOTICE, other: short }).map(({ key }) => key)).toEqual(['east-plumber']);
});

it('counts a matter that climbed as late for the unit that let it climb, whoever answered in time', () => {
  const at = '2025-03-12T02:00:00.000Z';
  const answeredAbove = [...LATE, { ...measure, id: 'measure above', at, data: { ...measure.data, doneBy: '2025-03-14' } }, { ...resolve, id: 'resolve above', at }];
  const figures = summed(short, [answeredAbove]).figures('unit', { recorded: NOTICE, other: short });
  const inTime = (key: string) => figures.find((pair) => pair.key === key)!.other.answeredInTime;
  expect(figures.map(({ key }) => key)).toEqual(['east', 'subdistrict']);
  expect(inTime('subdistrict')).toMatchObject({ count: 1, base: 1 });
  expect(inTime('east')).toMatchObject({ count: 0, base: 1 });
});

it('moves bands by weights alone', () => {
  const strict = { ...short, score: { ...NOTICE.score, value: { inTime: 80, resolved: 10, satisfied: 10, bands: [90, 80, 60] } } };
  expect(summed().figures('unit', { recorded: NOTICE, other: strict })[0]!.other).toMatchObject({ points: 20, band: 3 });
});

it('counts what departed apart', () => {
  const hasty = { ...NOTICE, verdictTries: { ...NOTICE.verdictTries, value: 1 } };
  const unreached = { ...verdict, data: { ...verdict.data, contacted: false, resolved: null, satisfied: null, attitude: null } };
  const again = { ...unreached, id: 'again', at: '2025-03-05T02:00:00.000Z' };
  const { kept, departed, differing } = summed(hasty, [[...ANSWERED.slice(0, 7), unreached, again], ANSWERED]);
  expect([kept.issues, departed.issues, differing]).toEqual([1, 1, 1]);
  expect(departed).toMatchObject({ recorded: { answered: 1 }, other: { answered: 1 } });
});
