import { BEHIND, type FigureValues, type Filters } from '#accountability';
import type { CountedFigures } from '#projections';
import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
const PERIOD = { from: '2026-10-12', to: '2026-10-31' };

beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  await world.resolved('happy');
  await world.verdict('happy', true, true);
  await world.resolved('unhappy');
  await world.verdict('unhappy', true, false);
  await world.resolved('waiting');
  await world.resolved('far-away', { area: 'far', by: 'far-street' });
  await world.report('before', 'east', { heardAt: '2026-10-11T15:59:59.999Z' });
  await world.handled('open');
  await world.give('open', 'repeat-report', { channel: 'window', text: 'again' });
  await world.give('open', 'repeat-report', { channel: 'window', text: 'and again' });
  await world.handled('lost', { area: 'far', by: 'far-street' });
  await world.handled('climbing');
  // Warned, due, told, and up to the district.
  while ((await world.state('climbing') as { escalations: number }).escalations === 0) await world.passNextStep('climbing');
  while ((await world.state('lost') as { escalations: number }).escalations === 0) await world.passNextStep('lost');
  await world.give('lost', 'set-measure', { measure: 'mend it above', responsible: 'chen', doneBy: '2027-12-01' });
  await world.give('lost', 'resolve-issue', { summary: 'mended above', evidence: [{ kind: 'note', text: 'seen' }] });
  await world.give('open', 'resolve-issue', { summary: 'late', evidence: [{ kind: 'note', text: 'seen' }] });
  await bench.settled();
});
afterAll(() => bench.close());

function figures(query: Omit<api.FiguresQuery, 'from' | 'to'>): Promise<CountedFigures> {
  return bench.models.figures({ ...PERIOD, ...query }, 'everything', bench.world.now);
}

const rate = (count: number, base: number): FigureValues['resolved'] => ({ count, base, rate: base === 0 ? null : count / base, small: true });

it('counts by hand: the whole, each unit that answers for issues, each responsible cadre', async () => {
  const { rows, total } = await figures({ by: 'unit' });
  // Heard in the period: happy, unhappy, waiting, far-away, open, lost, climbing. Open was answered too late, lost in time by the district.
  const whole = { received: 7, answered: 6, answeredInTime: rate(5, 6), resolved: rate(6, 6), satisfied: rate(1, 2), repeats: 1, returns: 0, escalations: 2 };
  expect(total).toMatchObject(whole);
  const row = (key: string): CountedFigures['total'] | undefined => rows.find((one) => one.key === key);
  expect(row('street')).toMatchObject({ name: 'Unit street', received: 5, answered: 4, answeredInTime: rate(3, 4), escalations: 1 });
  // The far street let one climb that the district answered in time: late for the one, in time for the other.
  expect(row('far-street')).toMatchObject({ received: 2, answered: 2, answeredInTime: rate(1, 2), satisfied: rate(0, 0) });
  // It took the climbing one over too; the street stays co-responsible.
  expect(row('district')).toMatchObject({ received: 2, answered: 1, escalations: 2, answeredInTime: rate(1, 1) });
  // The district has not yet said who answers for the climbing one.
  expect((await figures({ by: 'cadre' })).rows).toMatchObject([{ key: 'chen', name: 'Cadre chen', received: 6 }]);
});

async function counted(query: api.LedgerQuery): Promise<number> {
  return (await bench.models.ledger({ ...PERIOD, ...query, limit: 200 }, 'everything', bench.world.now)).rows.length;
}

async function countedByLedger(filters: readonly Filters[], whose: api.LedgerQuery): Promise<number> {
  const counts = await Promise.all(filters.map((filter) => counted({ ...whose, ...filter } as api.LedgerQuery)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function expectLedger(row: CountedFigures['total'], whose: api.LedgerQuery): Promise<void> {
  for (const [figure, behind] of Object.entries(BEHIND) as [keyof FigureValues, (typeof BEHIND)[keyof FigureValues]][]) {
    const value = row[figure];
    if (typeof value === 'number') expect([figure, await countedByLedger(behind as readonly Filters[], whose)]).toEqual([figure, value]);
    else {
      const { count, base } = behind as { count: readonly Filters[]; base: readonly Filters[] };
      expect([figure, await countedByLedger(count, whose), await countedByLedger(base, whose)]).toEqual([figure, value.count, value.base]);
    }
  }
}

it('every figure is the count of a ledger query', async () => {
  for (const unit of [undefined, 'street', 'far-street', 'east']) {
    const area = unit === undefined ? {} : { unit };
    const byUnit = await figures({ by: 'unit', ...area });
    await expectLedger(byUnit.total, area);
    for (const row of byUnit.rows) await expectLedger(row, { ...area, holder: row.key });
    for (const row of (await figures({ by: 'cadre', ...area })).rows) await expectLedger(row, { ...area, responsible: row.key });
  }
});

it('gives zeros and no rates for a period in which nothing was heard', async () => {
  const { rows, total } = await bench.models.figures({ by: 'unit', from: '2020-01-01', to: '2020-01-31' }, 'everything', bench.world.now);
  expect(rows).toEqual([]);
  expect(total).toMatchObject({ received: 0, resolved: { count: 0, base: 0, rate: null, small: true } });
});

it('calls a cadre that nobody has named by its code, whatever the code is', async () => {
  await bench.world.handled('unnamed');
  await bench.world.give('unnamed', 'set-measure', { measure: 'mend it', responsible: 'constructor', doneBy: '2027-12-01' });
  await bench.settled();
  expect((await figures({ by: 'cadre' })).rows.map(({ key, name }) => [key, name])).toEqual([['chen', 'Cadre chen'], ['constructor', 'constructor']]);
});
