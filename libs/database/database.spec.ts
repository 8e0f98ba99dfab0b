import { migrate, openPool, withTransaction, type Migrations } from '#database';
import { sql } from 'kysely';
import type pg from 'pg';
import { testDatabase } from '../testing/servers.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { max: 3, name: 'spec' });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

const migrations: Migrations = {
  '0001-first': { up: (db) => sql`create table things.thing (name text)`.execute(db).then(() => undefined) },
  '0002-second': { up: (db) => sql`insert into things.thing values ('made once')`.execute(db).then(() => undefined) },
};

describe('openPool', () => {
  it('reads numbers, days and moments as the kernel writes them', async () => {
    const { rows } = await pool.query(`select 9007199254740991::bigint as big, date '2026-03-01' as day, timestamptz '2026-03-01 08:00:00.5+08' as moment, null::bigint as nothing`);
    expect(rows).toEqual([{ big: 9007199254740991, day: '2026-03-01', moment: '2026-03-01T00:00:00.500Z', nothing: null }]);
  });

  it('refuses a number that would lose digits', async () => {
    await expect(pool.query('select 9007199254740993::bigint')).rejects.toThrow('does not fit');
  });

  it('reads committed rows whatever the database\'s own default is, in UTC, under its name', async () => {
    await pool.query(`do $$ begin execute format('alter database %I set default_transaction_isolation = serializable', current_database()); end $$`);
    const fresh = openPool(database.url, { name: 'fresh' });
    const { rows } = await fresh.query(`select current_setting('transaction_isolation') as isolation, current_setting('timezone') as zone, current_setting('application_name') as name`);
    expect(rows).toEqual([{ isolation: 'read committed', zone: 'UTC', name: 'fresh' }]);
    await fresh.end();
  });

  it('outlives its connections', async () => {
    await pool.query('select 1');
    const operator = openPool(database.url, { name: 'operator' });
    await operator.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spec' and datname = current_database()`);
    // Queries on the broken connections may fail, each once; the pool and the process go on.
    await Promise.allSettled(Array.from({ length: 3 }, () => pool.query('select 1')));
    expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
    await operator.end();
  });
});

describe('migrate', () => {
  it('applies each migration once, however many processes boot, and however often', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrate(pool, 'things', migrations)));
    await migrate(pool, 'things', migrations);
    expect((await pool.query('select name from things.thing')).rows).toEqual([{ name: 'made once' }]);
    expect((await pool.query('select name from things.migration order by name')).rows).toEqual([{ name: '0001-first' }, { name: '0002-second' }]);
  });

  it('undoes all of a failed call and names the migration', async () => {
    const broken: Migrations = { ...migrations, '0003-broken': { up: (db) => sql`insert into things.missing values (1)`.execute(db).then(() => undefined) } };
    await expect(migrate(pool, 'things', broken)).rejects.toMatchObject({ code: 'migration-failed', params: { schema: 'things', migration: '0003-broken' } });
    expect((await pool.query(`select to_regclass('things.thing') as made`)).rows).toEqual([{ made: null }]);
    await migrate(pool, 'things', migrations);
  });

  it('keeps schemas apart', async () => {
    await migrate(pool, 'things', migrations);
    await migrate(pool, 'others', { '0001-first': { up: (db) => sql`create table others.other (name text)`.execute(db).then(() => undefined) } });
    expect((await pool.query('select name from others.migration')).rows).toEqual([{ name: '0001-first' }]);
  });
});

describe('withTransaction', () => {
  beforeEach(async () => { await pool.query('create table number (value integer)'); });

  it('commits what its work did and returns its result', async () => {
    expect(await withTransaction(pool, async (client) => (await client.query('insert into number values (1)')).rowCount)).toBe(1);
    expect((await pool.query('select value from number')).rows).toEqual([{ value: 1 }]);
  });

  it('leaves nothing when its work throws, and gives the connection back', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(withTransaction(pool, async (client) => {
        await client.query('insert into number values (1)');
        throw new Error('no');
      })).rejects.toThrow('no');
    }
    expect((await pool.query('select count(*) as count from number')).rows).toEqual([{ count: 0 }]);
  });

  it('survives its connection\'s end', async () => {
    await expect(withTransaction(pool, async (client) => {
      await client.query('insert into number values (1)');
      await client.query('select pg_terminate_backend(pg_backend_pid())');
    })).rejects.toThrow();
    expect((await pool.query('select count(*) as count from number')).rows).toEqual([{ count: 0 }]);
  });
});
