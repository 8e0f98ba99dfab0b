import { compareWithFold, buildBeside, PROJECTION_NAMES, rebuild } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

/** Rows of about this many bytes, of which a handful may be held. */
const ROW_BYTES = 2_000;
const LIMITS = { heldBytes: 12 * ROW_BYTES, pageEvents: 10 } as const;

async function mostHeld(limits: { readonly heldBytes: number; readonly pageEvents: number }): Promise<number> {
  let most = 0;
  await buildBeside({ ...bench, limits }, 'ledger', 'test', ({ heldBytes = 0 }) => { most = Math.max(most, heldBytes); });
  return most;
}

it('holds no more rows than it may, and makes the same of a history that comes back to old issues as one that holds all', async () => {
  const { world, pool } = bench;
  for (let index = 0; index < 40; index += 1) await world.resolved(`issue-${index}`);
  // What was put aside long ago is asked for again, some of it twice.
  for (const index of [0, 1, 20, 39, 1]) await world.verdict(`issue-${index}`, index === 20, true);
  for (const index of [2, 21, 2]) await world.give(`issue-${index}`, 'repeat-report', { channel: 'hotline', text: 'again' });
  for (const name of ['chen', 'li', 'chen']) await world.write(`cadre/${name}`, { type: 'CadreRenamed', at: world.now, by: { kind: 'operator', operator: 'test' }, data: { cadre: name, name: `${name} \\N "x"\t` } });
  await bench.settled();

  const unbounded = await mostHeld({ ...LIMITS, heldBytes: Infinity });
  expect(unbounded).toBeGreaterThan(4 * LIMITS.heldBytes);
  // Half of the limit, and a page of rows on top of each half.
  expect(await mostHeld(LIMITS)).toBeLessThan(LIMITS.heldBytes + 2 * LIMITS.pageEvents * ROW_BYTES);

  for (const name of PROJECTION_NAMES) {
    await rebuild({ ...bench, limits: { ...LIMITS, heldBytes: name === 'ledger' ? LIMITS.heldBytes : 1 } }, name, 'test');
    expect([name, (await compareWithFold(bench, name)).differences]).toEqual([name, []]);
  }
  // What is folded to compare with is bounded too.
  expect((await compareWithFold({ ...bench, limits: LIMITS }, 'ledger')).differences).toEqual([]);
  expect((await pool.query(`select 1 from pg_class where relname in ('folded', 'folded_pkey')`)).rowCount).toBe(0);
}, 120_000);

it('an event that no fold takes stops a bounded rebuild at that very event', async () => {
  const { world, store } = bench;
  const position = await store.lastPosition() + 1;
  await world.append('issue/broken', [{ type: 'IssueClosed', schema: 1, at: world.now, by: { kind: 'operator', operator: 'test' }, data: { ground: 'declined', note: 'of nothing' } }]);
  for (let index = 0; index < 5; index += 1) await world.verdict(`issue-${10 + index}`, true, true);
  await expect(buildBeside({ ...bench, limits: LIMITS }, 'ledger', 'test')).rejects.toMatchObject({ code: 'rebuild-stopped', params: { position } });
});
