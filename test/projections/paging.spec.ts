import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
const NUMBER = 23;

beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  // Several are heard at the same moment: the id decides between them.
  for (let index = 0; index < NUMBER; index += 1) await world.report(`i${String(index).padStart(2, '0')}`, 'east', { heardAt: `2026-10-0${1 + (index % 4)}T01:00:00.000Z` });
  await bench.settled();
});
afterAll(() => bench.close());

type Page = { readonly rows: readonly api.IssueRow[]; readonly next: string | null };

async function walk(read: (cursor: object) => Promise<Page>, between: (page: number) => Promise<void> = async () => undefined): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; ; page += 1) {
    const found: Page = await read(cursor === null ? {} : { cursor });
    seen.push(...found.rows.map(({ issueId }) => issueId));
    if (found.next === null) return seen;
    cursor = found.next;
    await between(page);
  }
}

it('the ledger is read once through while rows change and others are added', async () => {
  const { models, world } = bench;
  const seen = await walk((cursor) => models.ledger({ limit: 4, ...cursor }, 'everything', world.now), async (page) => {
    await world.give(`i${String(page).padStart(2, '0')}`, 'withdraw-issue', { reason: 'settled among neighbours' });
    await world.report(`added-${page}`, 'west', { heardAt: world.now });
    await bench.settled();
  });
  const whole = await models.ledger({ limit: 200, to: '2026-10-11' }, 'everything', world.now);
  expect(seen).toEqual(whole.rows.map(({ issueId }) => issueId));
  expect(new Set(seen).size).toBe(NUMBER);
  expect(whole.rows.map(({ heardAt }) => heardAt)).toEqual(whole.rows.map(({ heardAt }) => heardAt).sort().reverse());
});

it('the board gives each row that stays where it is once, in the order of what is due', async () => {
  const { models, world } = bench;
  await world.handled('moving-1');
  await world.handled('moving-2');
  await bench.settled();
  const before = await models.board({ limit: 200 }, 'everything', world.now);
  const seen = await walk((cursor) => models.board({ limit: 3, ...cursor }, 'everything', world.now), async (page) => {
    if (page > 1) return;
    await world.give(`moving-${page + 1}`, 'resolve-issue', { summary: 'mended', evidence: [{ kind: 'note', text: 'seen' }] });
    await bench.settled();
  });
  const still = (ids: readonly string[]): string[] => ids.filter((id) => !id.startsWith('moving'));
  expect(still(seen)).toEqual(still(before.rows.map(({ issueId }) => issueId)));
});

it('a page that ends exactly at the last row leads nowhere', async () => {
  const { models, world } = bench;
  const all = await models.ledger({ limit: 200 }, 'everything', world.now);
  const exact = await models.ledger({ limit: all.rows.length }, 'everything', world.now);
  expect(exact.next).toBeNull();
  expect(exact.rows).toEqual(all.rows);
});

it.each(['rubbish', '', Buffer.from('[1,2]').toString('base64url'), Buffer.from('["a","b\\u0000","c"]').toString('base64url')])('refuses the cursor %j', async (cursor) => {
  await expect(bench.models.ledger({ cursor }, 'everything', bench.world.now)).rejects.toMatchObject({ code: 'bad-cursor' });
  await expect(bench.models.board({ cursor }, 'everything', bench.world.now)).rejects.toMatchObject({ code: 'bad-cursor' });
});

it('refuses a cursor of other filters, of another list and of another scope', async () => {
  const { models, world } = bench;
  const { next } = await models.ledger({ limit: 2 }, 'everything', world.now);
  const cursor = next!;
  await expect(models.ledger({ cursor, stage: 'intake' }, 'everything', world.now)).rejects.toMatchObject({ code: 'bad-cursor' });
  await expect(models.board({ cursor }, 'everything', world.now)).rejects.toMatchObject({ code: 'bad-cursor' });
  await expect(models.ledger({ cursor }, { within: ['street'] }, world.now)).rejects.toMatchObject({ code: 'bad-cursor' });
  expect((await models.ledger({ cursor, limit: 5 }, 'everything', world.now)).rows).toHaveLength(5);
});
