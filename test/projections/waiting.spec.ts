import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { jest } from '@jest/globals';
import { PostgresReadModels } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

it('waits until what was written can be read', async () => {
  const { models, store, world } = bench;
  for (let index = 0; index < 10; index += 1) {
    await world.report(`written-${index}`);
    expect(await models.waitFor(await store.lastPosition(), 10_000)).toBe(true);
    expect(await models.issue(`written-${index}`, 'everything', world.now)).toBeDefined();
  }
});

it('answers false after the time-out for a position that does not come', async () => {
  expect(await bench.models.waitFor(1_000_000, 30)).toBe(false);
});

it('ends also when memory is cleaned up meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const waiting = Promise.all(Array.from({ length: 50 }, () => bench.models.waitFor(1_000_000, 200)));
  const cleaning = setInterval(collectGarbage, 20);
  expect(new Set(await waiting)).toEqual(new Set([false]));
  clearInterval(cleaning);
});

it('asks the database once for all who wait', async () => {
  const asked = jest.spyOn(bench.pool, 'query');
  await Promise.all(Array.from({ length: 500 }, () => bench.models.waitFor(1_000_000, 100)));
  expect(asked.mock.calls.length).toBeLessThan(250);
  asked.mockRestore();
});

it('tells listeners whenever there may be more to read, until they stop', async () => {
  const { models, store, world } = bench;
  let heard = 0;
  let read = 0;
  const stop = models.onAdvance(() => {
    heard += 1;
    void models.position().then((position) => { read = Math.max(read, position); });
  });
  for (let index = 0; index < 5; index += 1) await world.report(`heard-${index}`);
  const last = await store.lastPosition();
  for (let tries = 0; read < last && tries < 400; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 25); });
  stop();
  expect(read).toBe(last);
  const before = heard;
  await world.report('unheard');
  await bench.settled();
  expect(heard).toBe(before);
});

it('hears again after its connection was cut, and sees by itself what it missed', async () => {
  const { pool, world, store } = bench;
  const models = new PostgresReadModels(pool, { pollMs: 60_000 });
  const heard = new EventTarget();
  const stop = models.onAdvance(() => heard.dispatchEvent(new Event('advance')));
  await once(heard, 'advance');
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`);
  await world.report('after-the-cut');
  // With no poll within the test's time, only the new connection can bring the news.
  expect(await models.waitFor(await store.lastPosition(), 20_000)).toBe(true);
  stop();
  await models.close();
});

it('closing ends those who wait', async () => {
  const models = new PostgresReadModels(bench.pool);
  const waiting = models.waitFor(1_000_000, 60_000);
  await models.close();
  expect(await waiting).toBe(false);
});
