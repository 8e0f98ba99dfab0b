import { setTimeout as delay } from 'node:timers/promises';
import { openPool, withTransaction } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import type pg from 'pg';
import { append, followTo, headOf, range, request } from '../../testing/append-requests.js';
import { testDatabase } from '../../testing/servers.js';
import { prepareAppend } from '../prepare.js';
import { appendParameters, sendBatch } from './append-batch.js';

/** Several stores and pools over one database stand for several processes: they share nothing but the server. */
let database: Awaited<ReturnType<typeof testDatabase>>;
let stores: PostgresEventStore[];
let pools: pg.Pool[];

beforeEach(async () => {
  database = await testDatabase();
  stores = await Promise.all(range(1, 3).map(() => openPostgresStore({ url: database.url })));
  pools = [];
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function pool(): pg.Pool {
  const opened = openPool(database.url);
  pools.push(opened);
  return opened;
}

describe('commit gap', () => {
  it('a reader meets every position once and in order while writers commit late, out of order, or not at all', async () => {
    const slow = pool();
    const rounds = range(1, 40);
    const dawdling = rounds.map(async (n) => {
      await delay(5 * n);
      await appendSlowly(slow, `slow-${n}`, { pauseMs: (n * 7) % 20, giveUp: n % 4 === 0 }).catch(refuseAllBut('given up'));
    });
    const quick = rounds.flatMap((n) => stores.map(async (store, which) => {
      await delay(5 * n);
      await append(store, { stream: `quick-${which}-${n}`, data: [1, 2] });
    }));
    const last = 30 + 3 * 40 * 2;
    const following = [stores[0]!, stores[1]!].map((store) => followTo(store, 0, last, 13));
    await Promise.all([...dawdling, ...quick]);
    for (const seen of await Promise.all(following)) expect(seen).toEqual(range(1, last));
  });
});

describe('two writers on one stream', () => {
  it('one wins, the other conflicts, and the rest of the loser\'s batch is written', async () => {
    await append(stores[0]!, { stream: 'shared' });
    for (const round of range(1, 20)) {
      const expected = await headOf(stores[0]!, 'shared');
      const outcomes = await Promise.all(stores.slice(0, 2).flatMap((store, which) => [
        store.append(request({ stream: 'shared', expected, data: [which] })),
        store.append(request({ stream: `own-${which}-${round}` })),
      ]));
      expect(outcomes.map((outcome) => outcome.status).filter((_, index) => index % 2 === 0).sort()).toEqual(['appended', 'conflict']);
      expect(outcomes.map((outcome) => outcome.status).filter((_, index) => index % 2 === 1)).toEqual(['appended', 'appended']);
      expect((await headOf(stores[0]!, 'shared')).revision).toBe(round);
    }
  });
});

describe('one command id 50 times at once, in three processes', () => {
  it('is applied once, and everyone hears the same receipt', async () => {
    const same = request({ stream: 'a', data: [1, 2, 3] });
    const outcomes = await Promise.all(range(0, 49).map((n) => stores[n % 3]!.append(same)));
    expect(outcomes.filter((outcome) => outcome.status === 'appended')).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => JSON.stringify({ ...outcome, status: '' }))).size).toBe(1);
    expect(await stores[0]!.lastPosition()).toBe(3);
  });
});

describe('an open transaction elsewhere', () => {
  it('holds up neither readers nor writers', async () => {
    const other = await pool().connect();
    await other.query('begin isolation level repeatable read');
    await other.query('create table held_open (x integer)');
    await other.query('select max(position) from record.event');
    const following = followTo(stores[1]!, 0, 100);
    for (const n of range(1, 100)) await append(stores[0]!, { stream: `s${n}` });
    expect(await following).toEqual(range(1, 100));
    await other.query('rollback');
    other.release();
  });
});

interface Dawdle { readonly pauseMs: number; readonly giveUp: boolean }

async function appendSlowly(through: pg.Pool, stream: string, { pauseMs, giveUp }: Dawdle): Promise<void> {
  const prepared = [prepareAppend(request({ stream }), '2026-03-01T01:02:03.000Z')];
  await withTransaction(through, async (client) => {
    const [outcome] = await sendBatch(client, prepared, appendParameters(prepared), { timeoutMs: 20_000, again: false });
    expect(outcome).toMatchObject({ status: 'appended' });
    await delay(pauseMs);
    if (giveUp) throw new Error('given up');
  });
}

function refuseAllBut(message: string): (error: Error) => void {
  return (error) => {
    if (error.message !== message) throw error;
  };
}
