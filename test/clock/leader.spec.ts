import { openPool } from '#database';
import type pg from 'pg';
import { leadAlone } from '../../libs/clock/leader.js';
import { testDatabase } from '../../libs/testing/servers.js';
import { until } from './record.js';

describe('keeping the clock alone', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pools: pg.Pool[];
  let leading: string[];

  beforeEach(async () => {
    database = await testDatabase();
    pools = ['one', 'two'].map((name) => openPool(database.url, { name }));
    leading = [];
  });

  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  const lead = (index: number, signal: AbortSignal) => leadAlone(pools[index]!, signal, async (mine) => {
    leading.push(`${index} leads`);
    await new Promise<void>((resolve) => mine.addEventListener('abort', () => resolve(), { once: true }));
    leading.push(`${index} stops`);
  }).catch((error: unknown) => { if (!signal.aborted) throw error; });

  it('is given to the next when the first one is asked to stop', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const first = lead(0, one.signal);
    await until('the first', () => leading.length === 1);
    const second = lead(1, two.signal);
    one.abort();
    await first;
    await until('the second', () => leading.length === 3);
    expect(leading).toEqual(['0 leads', '0 stops', '1 leads']);
    two.abort();
    await second;
  }, 60_000);

  it('is given to the next when the first one loses its connection, and the first one hears of it', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const first = lead(0, one.signal);
    await until('the first', () => leading.length === 1);
    const second = lead(1, two.signal);
    await pools[1]!.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'one' and datname = current_database()`);
    await until('the change', () => leading.length === 3);
    expect([...leading].sort()).toEqual(['0 leads', '0 stops', '1 leads']);
    two.abort();
    await Promise.all([first, second]);
  }, 60_000);
});
