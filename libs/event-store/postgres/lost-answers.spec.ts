import { setTimeout as delay } from 'node:timers/promises';
import { openPool } from '#database';
import { openPostgresStore } from '#event-store/postgres';
import { append, followTo, range, request } from '../../testing/append-requests.js';
import { cuttingProxy, type CuttingProxy } from '../../testing/cutting-proxy.js';
import { testDatabase } from '../../testing/servers.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let proxy: CuttingProxy;

beforeEach(async () => {
  database = await testDatabase();
  proxy = await cuttingProxy(database.url);
});

afterEach(async () => {
  await proxy.close();
  await database.drop();
});

describe('retry after a lost answer', () => {
  it.each(['before-it-arrives', 'before-its-answer'] as const)('an append whose connection breaks %s is on record exactly once', async (cut) => {
    const store = await openPostgresStore({ url: proxy.url });
    await append(store, { stream: 'warm' });
    const given = request({ stream: 'the-marked-stream', data: [1, 2] });
    const happened = proxy.cutNext('the-marked-stream', cut);
    const outcomes = await Promise.all([store.append(given), store.append(request({ stream: 'beside' }))]);
    await happened;
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['appended', 'appended']);
    expect(await store.append(given)).toEqual({ ...outcomes[0], status: 'already-applied' });
    expect(await store.lastPosition()).toBe(4);
    expect(store.health()).toEqual({ status: 'ok' });
    await store.close();
  });

  it('is told as unknown when the store does not come back in time, and the same request settles it', async () => {
    const store = await openPostgresStore({ url: proxy.url, patienceMs: 0 });
    await append(store, { stream: 'warm' });
    const given = request({ stream: 'the-marked-stream' });
    const happened = proxy.cutNext('the-marked-stream', 'before-its-answer');
    await expect(store.append(given)).rejects.toMatchObject({ code: 'store-outcome-unknown', transient: true });
    await happened;
    expect(store.health()).toMatchObject({ status: 'unavailable' });
    expect(await store.append(given)).toMatchObject({ status: 'already-applied', lastPosition: 2 });
    expect(store.health()).toEqual({ status: 'ok' });
    await store.close();
  });

  it('loses and doubles nothing while an operator ends the store\'s connections again and again', async () => {
    const operator = openPool(database.url, { name: 'operator' });
    const store = await openPostgresStore({ url: database.url });
    const following = followTo(store, 0, 400);
    for (const round of range(1, 40)) {
      const waiting = range(1, 10).map((n) => store.append(request({ stream: `s${round}-${n}` })));
      // At another moment of the round each time.
      await delay(round % 4);
      await operator.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'minqing-record' and datname = current_database()`);
      const outcomes = await Promise.all(waiting);
      expect(outcomes.every((outcome) => outcome.status === 'appended')).toBe(true);
    }
    expect(await following).toEqual(range(1, 400));
    await store.close();
    await operator.end();
  });
});
