import { randomUUID } from 'node:crypto';
import { openKurrentStore, type KurrentEventStore } from '#event-store/kurrentdb';
import { LogCopy } from '#event-store';
import { compareWithFold, PROJECTION_NAMES, Projector, projectionHealth } from '#projections/postgres';
import { FakeKurrentServer } from '../../libs/testing/fake-kurrentdb.js';
import { fakeKurrentOnTheWire } from '../../libs/testing/fake-kurrentdb-wire.js';
import { openBench, SILENT, type Bench } from './bench.js';
import { World } from './world.js';

/** The record in KurrentDB, read models in PostgreSQL. The server is a FAKE unless KURRENTDB_TEST_URL names a real one. */
let bench: Bench;
let store: KurrentEventStore;
let world: World;
let stopServer: () => void = () => undefined;

async function serverAddress(): Promise<string> {
  const real = process.env['KURRENTDB_TEST_URL'];
  if (real) return real;
  const fake = await fakeKurrentOnTheWire(new FakeKurrentServer());
  stopServer = fake.close;
  return fake.url;
}

beforeAll(async () => {
  bench = await openBench({ projecting: false });
  store = openKurrentStore({ url: await serverAddress(), prefix: `test-${randomUUID()}`, pollMs: 100 });
  world = new World(store);
}, 60_000);
afterAll(async () => {
  await store.close();
  stopServer();
  await bench.close();
});

async function projected(log: typeof bench.store | KurrentEventStore, work: () => Promise<unknown>): Promise<void> {
  const projector = new Projector({ pool: bench.pool, store: log, log: SILENT, againMs: 20 });
  projector.start();
  await work();
  const reached = await bench.models.waitFor(await log.lastPosition(), 20_000);
  await projector.stop();
  expect(reached).toBe(true);
}

async function expectEqualToFold(): Promise<void> {
  for (const name of PROJECTION_NAMES) expect({ name, ...await compareWithFold({ pool: bench.pool, store }, name) }).toMatchObject({ differences: [], position: await store.lastPosition() });
}

it('read models made from PostgreSQL go on from the moved record at their checkpoints, and equal its fold', async () => {
  await projected(bench.store, () => bench.world.handled('before'));
  const moved = await bench.store.lastPosition();
  await new LogCopy(bench.store, store).copy(0, moved, () => undefined);
  expect(await store.lastPosition()).toBe(moved);
  await expectEqualToFold();

  await projected(store, async () => {
    await world.resolved('after');
    await world.report('open', 'far');
  });
  expect(await bench.store.lastPosition()).toBe(moved);
  expect(new Set((await projectionHealth(bench.pool)).map(({ position }) => position))).toEqual(new Set([await store.lastPosition()]));
  await expectEqualToFold();
});

it('a projector that was away takes what it missed, once', async () => {
  await world.verdict('after', true, true);
  await projected(store, () => world.report('meanwhile'));
  const { rows } = await bench.pool.query<{ status: string }>(`select status from read.ledger where issue_id = 'after'`);
  expect(rows).toEqual([{ status: 'closed' }]);
  await expectEqualToFold();
});
