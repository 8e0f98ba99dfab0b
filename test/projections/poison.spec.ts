import { compareWithFold, PROJECTION_NAMES, projectionHealth, rebuild } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';
import { event, OPERATOR, START } from './world.js';

let bench: Bench;
let alarms: string[];
beforeEach(async () => {
  alarms = [];
  bench = await openBench({ log: { info: () => undefined, error: ({ alarm, projection }, message) => { if (alarm === true) alarms.push(`${String(projection)}: ${message}`); } } });
});
afterEach(() => bench.close());

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; !await condition(); tries += 1) {
    if (tries > 400) throw new Error('the condition did not come true');
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
};

async function stopped(name: string): Promise<boolean> {
  return (await projectionHealth(bench.pool)).some((health) => health.name === name && health.poison !== null);
}

async function reachedBy(others: readonly string[]): Promise<boolean> {
  const last = await bench.store.lastPosition();
  return (await projectionHealth(bench.pool)).filter(({ name }) => others.includes(name)).every(({ position }) => position === last);
}

it('an event that breaks its own history stops the ledger alone, behind all that came before it', async () => {
  const { world, pool, models } = bench;
  await world.report('before');
  await world.write('issue/broken', event('IssueClosed', { ground: 'declined', note: 'of nothing' }));
  const poison = await bench.store.lastPosition();
  await world.report('after');
  await world.write('unit/late', event('UnitRegistered', { code: 'late', name: 'Late', level: 'community', kind: 'area', parent: 'street' }));
  await until(() => stopped('ledger'));
  await until(() => reachedBy(PROJECTION_NAMES.filter((name) => name !== 'ledger')));

  expect((await models.units()).map(({ code }) => code)).toContain('late');
  const page = await models.ledger({}, 'everything', world.now);
  expect(page.rows.map(({ issueId }) => issueId)).toEqual(['before']);
  expect(page.position).toBe(poison - 1);
  expect((await projectionHealth(pool)).find(({ name }) => name === 'ledger')).toMatchObject({
    position: poison - 1, poison: { position: poison, eventType: 'IssueClosed', error: expect.stringContaining('event-out-of-place') },
  });
  expect(alarms).toEqual(['ledger: read model stopped at an event']);
  // Nobody waits for what will not come, and what is past is still reached.
  expect(await models.waitFor(poison, 60_000)).toBe(false);
  expect(await models.waitFor(poison - 1, 5_000)).toBe(true);
});

it('a value that the database refuses stops its read model in the same way, found within its page', async () => {
  const { world, models } = bench;
  const households = Array.from({ length: 9 }, (_, index) => ({
    type: 'HouseholdRegistered', schema: 1, at: START, by: OPERATOR,
    data: { household: `n${index}`, unit: 'east', address: index === 6 ? 'a\0b' : 'here', careGroups: [], residents: [] },
  }));
  // One append, so that the bad one stands in the middle of a page.
  await world.append('household/many', households);
  await until(() => stopped('household'));
  await until(() => reachedBy(PROJECTION_NAMES.filter((name) => name !== 'household')));
  expect((await models.households({}, 'everything')).rows.map(({ household }) => household)).toEqual(['h1', 'n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
});

it('a shape of a later version of the product stops the read model that needs it', async () => {
  await bench.world.append('cadre/new', [{ type: 'CadreRegistered', schema: 9, at: START, by: OPERATOR, data: { cadre: 'new', name: 'New' } }]);
  await until(() => stopped('cadre'));
  expect((await projectionHealth(bench.pool)).find(({ name }) => name === 'cadre')?.poison?.error).toContain('event-schema-newer');
});

it('a rebuild stops at the same event and leaves the live rows; the comparison up to there still works', async () => {
  const { world, models } = bench;
  await world.report('before');
  await world.write('issue/broken', event('IssueClosed', { ground: 'declined', note: 'of nothing' }));
  await until(() => stopped('ledger'));
  await expect(rebuild(bench, 'ledger', 'test')).rejects.toThrow('IssueClosed');
  expect((await models.ledger({}, 'everything', world.now)).rows).toHaveLength(1);
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
});
