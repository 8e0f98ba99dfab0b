import { openPool } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import type pg from 'pg';
import { append, range, request } from '../../testing/append-requests.js';
import { testDatabase } from '../../testing/servers.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let store: PostgresEventStore;
let operator: pg.Pool;

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresStore({ url: database.url, patienceMs: 300 });
  operator = openPool(database.url, { name: 'operator' });
});

afterEach(async () => {
  await store.close();
  await operator.end();
  await database.drop();
});

/** The server answers an insert of this stream with an error of this class, as a full disk or a broken page would make it. */
async function failInserts(state: string, stream: string): Promise<void> {
  await operator.query(`
    create function public.fail() returns trigger language plpgsql as $$ begin
      if new.stream_id = '${stream}' then raise exception 'as planned' using errcode = '${state}'; end if;
      return new;
    end $$;
    create trigger fail before insert on record.event for each row execute function public.fail()`);
}

describe('a permanent error', () => {
  it.each(['53100', '58030', 'XX001', '25006', '42501'])('%s freezes the writer and leaves reading alone', async (state) => {
    await append(store, { stream: 'before' });
    await failInserts(state, 'doomed');
    const together = await Promise.allSettled([store.append(request({ stream: 'doomed' })), store.append(request({ stream: 'beside' }))]);
    expect(together).toMatchObject([{ reason: { code: 'store-frozen', transient: false } }, { reason: { code: 'store-frozen' } }]);
    expect(store.health()).toMatchObject({ status: 'frozen', cause: 'as planned' });
    await expect(store.append(request({ stream: 'later' }))).rejects.toMatchObject({ code: 'store-frozen' });
    expect(await store.readAll({ after: 0 })).toHaveLength(1);
  });

  it('is met on a server that was made read-only', async () => {
    await append(store, { stream: 'before' });
    await operator.query(`do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`);
    await operator.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'minqing-record' and datname = current_database()`);
    await expect(store.append(request())).rejects.toMatchObject({ code: expect.stringMatching(/^store-(frozen|outcome-unknown)$/) as string });
    await expect(store.append(request())).rejects.toMatchObject({ code: 'store-frozen' });
  });
});

describe('an error that is one append\'s own', () => {
  it('fails that append alone; the rest of its batch is written', async () => {
    await failInserts('22021', 'poison');
    const outcomes = await Promise.allSettled(range(1, 9).map((n) => store.append(request({ stream: n === 5 ? 'poison' : `s${n}` }))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(range(1, 9).map((n) => (n === 5 ? 'rejected' : 'fulfilled')));
    expect(outcomes[4]).toMatchObject({ reason: { code: 'append-malformed' } });
    expect(await store.lastPosition()).toBe(8);
    expect(store.health()).toEqual({ status: 'ok' });
  });
});

describe('a passing error', () => {
  it('that does not pass in time is told as unavailable: nothing was written', async () => {
    await failInserts('40001', 'unlucky');
    await expect(store.append(request({ stream: 'unlucky' }))).rejects.toMatchObject({ code: 'store-unavailable', transient: true });
    expect(store.health()).toMatchObject({ status: 'unavailable' });
    expect(await append(store, { stream: 'lucky' })).toMatchObject({ lastPosition: 1 });
    expect(store.health()).toEqual({ status: 'ok' });
  });

  it('that passes is not heard of', async () => {
    await failInserts('40P01', 'unlucky');
    const patient = await openPostgresStore({ url: database.url });
    const waiting = patient.append(request({ stream: 'unlucky' }));
    await operator.query('drop trigger fail on record.event');
    expect(await waiting).toMatchObject({ status: 'appended' });
    await patient.close();
  });
});

describe('a full queue', () => {
  it('is answered at once, and nothing of what was refused is written', async () => {
    const narrow = await openPostgresStore({ url: database.url, queue: 5 });
    const outcomes = await Promise.allSettled(range(1, 8).map((n) => narrow.append(request({ stream: `s${n}` }))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual([...Array<string>(5).fill('fulfilled'), ...Array<string>(3).fill('rejected')]);
    expect(outcomes[7]).toMatchObject({ reason: { code: 'store-unavailable', params: { reason: 'queue-full' } } });
    expect(await narrow.lastPosition()).toBe(5);
    await narrow.close();
    await expect(narrow.append(request())).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});

describe('the table', () => {
  it.each(['update record.event set data = data', 'delete from record.event', 'truncate record.event', 'delete from record.head'])('refuses: %s', async (statement) => {
    await append(store, { stream: 'a' });
    await expect(operator.query(statement)).rejects.toThrow('append only');
    expect(await store.lastPosition()).toBe(1);
  });

  it('that lost events is not read past the hole', async () => {
    await append(store, { stream: 'a', data: range(1, 5) });
    await operator.query('alter table record.event disable trigger append_only');
    await operator.query('delete from record.event where position = 3');
    await expect(store.readAll({ after: 0 })).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'position', expected: 3, found: 4 } });
    await expect(store.readStream('a')).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'revision', expected: 2, found: 3 } });
  });
});

describe('several processes', () => {
  it('may open a new record at once', async () => {
    const fresh = await testDatabase();
    const stores = await Promise.all(range(1, 4).map(() => openPostgresStore({ url: fresh.url })));
    expect(await append(stores[3]!)).toMatchObject({ lastPosition: 1 });
    await Promise.all(stores.map((opened) => opened.close()));
    await fresh.drop();
  });
});
