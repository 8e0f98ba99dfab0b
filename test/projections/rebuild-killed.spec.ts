import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerProjection } from '#projections';
import { buildBeside, compareBeside, compareWithFold, dropCopies, projectionHealth, switchOver, type ProjectionHealth } from '#projections/postgres';
import { chance } from '../../libs/testing/fault-points.js';
import { ProductProcess, until } from '../faults/product.js';
import { openBench, type Bench } from './bench.js';

const ISSUES = 300;
/** As the test's own connections are called: its projector holds its locks as long as it runs. */
const OURS = 'minqing';
const BESIDE = ['rebuild', 'ledger', '--beside'];
const LEDGER = ['ledger', 'ledger_past', 'board', 'board_count'];

let bench: Bench;
afterEach(() => bench.close());

async function manyIssues(prefix: string): Promise<void> {
  const left = Array.from({ length: ISSUES }, (_, index) => `${prefix}-${index}`);
  await Promise.all(Array.from({ length: 40 }, async () => { for (let id = left.pop(); id; id = left.pop()) await bench.world.handled(id); }));
}

async function health(): Promise<ProjectionHealth> {
  return (await projectionHealth(bench.pool)).find(({ name }) => name === 'ledger')!;
}

/** Every value of every row of the live tables. */
async function liveRows(): Promise<readonly string[]> {
  const sums = LEDGER.map((table) => bench.pool.query<{ sum: string }>(`select md5(string_agg(r::text, '|' order by r::text)) as sum from read.${table} r`));
  return (await Promise.all(sums)).map(({ rows }) => rows[0]!.sum);
}

async function forge(): Promise<void> {
  await bench.pool.query(`update read.ledger set title = 'forged' where issue_id = 'first-0'`);
}

/** What only a rebuild makes: its tables, its notes, its locks, and who is connected for it. */
async function leftBehind(): Promise<readonly string[]> {
  const { rows } = await bench.pool.query<{ what: string }>(`
    select tablename as what from pg_tables where schemaname = 'read' and tablename ~ '_(next|before|check)$' union all
    select name || ' ' || copy from read.rebuild union all
    select name || ' ' || copy from read.skipped union all
    select application_name from pg_stat_activity where datname = current_database() and application_name in ('minqing-cli', 'minqing-projector') union all
    select locktype || ' ' || mode from pg_locks where pid not in (select pid from pg_stat_activity where datname = current_database() and application_name = $1)
      and database = (select oid from pg_database where datname = current_database()) and locktype = 'advisory'`, [OURS]);
  return rows.map(({ what }) => what);
}

function environment(): Readonly<Record<string, string>> {
  return { DATABASE_URL: bench.url, MINQING_LOCALE: 'en' };
}

/** Milliseconds from its first note to its last. */
async function aBuildTakes(): Promise<number> {
  await buildBeside(bench, 'ledger', 'test');
  const { next } = await health();
  return Date.parse(next!.movedAt) - Date.parse(next!.startedAt);
}

/** One that has already been put in its place has begun as well. */
async function begun({ next: before, version }: ProjectionHealth): Promise<void> {
  await until(() => 'a rebuild begins', 60_000, async () => {
    const now = await health();
    return (now.next !== null && now.next.startedAt !== before?.startedAt) || now.version !== version;
  }, 5);
}

/** Kills the process at a share of the time that a build takes; whether it had not come to its end. */
async function killedAt(share: number, takesMs: number, start: () => ProductProcess): Promise<boolean> {
  const before = await health();
  const process = start();
  await begun(before);
  await sleep(share * takesMs);
  await process.kill('SIGKILL');
  await until(() => 'the server notices', 20_000, async () => (await bench.pool.query(`select 1 from pg_stat_activity where datname = current_database() and application_name in ('minqing-cli', 'minqing-projector')`)).rowCount === 0, 20);
  const { next } = await health();
  return next !== null && next.stage !== 'ready';
}

async function expectEqualToFold(): Promise<void> {
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
}

it.each([3, 17])('seed %i: a command line killed while it builds beside leaves the live one untouched, and the next one begins anew', async (seed) => {
  bench = await openBench();
  const dice = chance(seed);
  await manyIssues('first');
  await bench.settled();
  await forge();
  const takesMs = await aBuildTakes();
  let unfinished = 0;
  for (let kill = 0; kill < 2; kill += 1) {
    const live = await liveRows();
    const { position, version } = await health();
    unfinished += await killedAt(dice(), takesMs, () => ProductProcess.start('cli', environment(), BESIDE)) ? 1 : 0;
    expect(await liveRows()).toEqual(live);
    expect(await health()).toMatchObject({ position, version, before: null, poison: null });
    // The live one goes on, and either way on from here is open: dropping what was begun, or building over it.
    await bench.world.handled(`between-${seed}-${kill}`);
    await bench.settled();
    if (kill > 0) continue;
    await dropCopies(bench, 'ledger');
    expect(await leftBehind()).toEqual([]);
  }
  expect(unfinished).toBeGreaterThan(0);

  expect(await ProductProcess.start('cli', environment(), BESIDE).ended).toBe(0);
  const { tables } = await compareBeside(bench, 'ledger');
  expect(tables.map(({ rows, keys }) => [rows, keys])).toEqual([[1, ['first-0']], [0, []], [0, []], [0, []]]);
  await switchOver(bench, 'ledger', 'test');
  await expectEqualToFold();
  await dropCopies(bench, 'ledger');
  expect(await leftBehind()).toEqual([]);
}, 180_000);

it('seed 5: a projector killed while it rebuilds to its version leaves the older one or a whole newer one, and the next one ends it', async () => {
  bench = await openBench({ projecting: false });
  const dice = chance(5);
  const start = () => ProductProcess.start('projector', environment());
  await manyIssues('first');
  const first = start();
  await bench.settled(120_000);
  await first.kill('SIGTERM');
  const takesMs = await aBuildTakes();
  let unfinished = 0;
  // A process on a machine that was busier a moment ago may be through before the blow falls: then earlier.
  for (let kill = 0; kill < 2 || (unfinished === 0 && kill < 8); kill += 1) {
    await bench.pool.query(`update read.checkpoint set version = 0 where name = 'ledger'`);
    await forge();
    const live = await liveRows();
    unfinished += await killedAt(dice() / (1 + kill), takesMs, start) ? 1 : 0;
    if ((await health()).version === 0) expect(await liveRows()).toEqual(live);
    else await expectEqualToFold();
  }
  expect(unfinished).toBeGreaterThan(0);

  const last = start();
  await until(() => last.words, 60_000, async () => last.words.includes('the read models follow the record') && (await health()).version === ledgerProjection.version);
  await bench.settled();
  expect(await last.kill('SIGTERM')).toBe(0);
  await expectEqualToFold();
  await dropCopies(bench, 'ledger');
  expect(await leftBehind()).toEqual([]);
}, 180_000);
