import type { Read, Scope } from '#projections';
import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';

let bench: Bench;

/** Handled, and everything passed that comes before the next level takes over. */
async function leftAlone(issueId: string, at: { area: string; by: string }): Promise<void> {
  await bench.world.handled(issueId, at);
  for (;;) {
    const { rows } = await shown({}, 'everything');
    const row = rows.find((one) => one.issueId === issueId);
    if (row?.next?.act === 'take-over') return;
    if (!(await bench.world.passNextStep(issueId))) throw new Error(`${issueId} never goes up`);
  }
}

async function shown(query: api.BoardQuery, scope: Scope): Promise<Read<api.BoardPage>> {
  await bench.settled();
  return bench.models.board(query, scope, bench.world.now);
}

const ids = ({ rows }: Read<api.BoardPage>) => rows.map(({ issueId }) => issueId);

beforeAll(async () => {
  bench = await openBench();
  // Read from the record by the ids' order the later ones would come first.
  await leftAlone('z-first', { area: 'east', by: 'street' });
  await leftAlone('y-second', { area: 'far', by: 'far-street' });
  await leftAlone('x-third', { area: 'west', by: 'street' });
  await bench.world.report('not-yet');
  await leftAlone('w-withdrawn', { area: 'east', by: 'street' });
  await bench.world.give('w-withdrawn', 'withdraw-issue', { reason: 'settled' });
});
afterAll(() => bench.close());

it('lists what the level above takes over next, the soonest first, wherever it stands on the board', async () => {
  const page = await shown({ goingUp: 'true' }, 'everything');
  expect(ids(page)).toEqual(['z-first', 'y-second', 'x-third']);
  expect(page.rows.map(({ next }) => next!.act)).toEqual(['take-over', 'take-over', 'take-over']);
  const moments = page.rows.map(({ next }) => next!.at);
  expect(moments).toEqual(moments.toSorted());
  expect(page.counts.open).toBe(4);
});

it('keeps to the area and to the other filters', async () => {
  expect(ids(await shown({ goingUp: 'true' }, { within: ['street'] }))).toEqual(['z-first', 'x-third']);
  expect(ids(await shown({ goingUp: 'true', unit: 'west' }, 'everything'))).toEqual(['x-third']);
  expect(ids(await shown({ goingUp: 'true' }, { within: ['east', 'far'] }))).toEqual(['z-first', 'y-second']);
  expect(ids(await shown({ goingUp: 'true', stage: 'intake' }, 'everything'))).toEqual([]);
});

it('gives it page by page', async () => {
  const first = await shown({ goingUp: 'true', limit: 2 }, 'everything');
  expect(ids(first)).toEqual(['z-first', 'y-second']);
  const second = await shown({ goingUp: 'true', limit: 2, cursor: first.next! }, 'everything');
  expect([ids(second), second.next]).toEqual([['x-third'], null]);
  await expect(shown({ cursor: first.next! }, 'everything')).rejects.toMatchObject({ code: 'bad-cursor' });
});

it('loses an issue to the level above once it has gone up', async () => {
  await bench.world.passNextStep('z-first');
  expect(ids(await shown({ goingUp: 'true' }, 'everything'))).toEqual(['y-second', 'x-third']);
});
