import { Projector, buildBeside, openRebuilds, projectionHealth, type ProjectionHealth } from '#projections/postgres';
import { BreakingPool } from './breaking-pool.js';
import { openBench, SILENT, type Bench } from './bench.js';

let bench: Bench;
beforeEach(async () => { bench = await openBench({ projecting: false }); });
afterEach(() => bench.close());

async function health(name: string): Promise<ProjectionHealth> {
  return (await projectionHealth(bench.pool)).find((one) => one.name === name)!;
}

async function ended(name: string): Promise<ProjectionHealth> {
  for (;;) {
    const found = await health(name);
    if (found.asked === null) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

it('what was asked for outlives the projector that dies over it, wherever it dies', async () => {
  const { pool, store, url } = bench;
  const rebuilds = openRebuilds(bench);
  let deaths = 0;
  // From another statement each time: the projector's own following of the record is among them.
  for (const statement of [30, 45, 60, 75]) {
    await rebuilds.ask('ledger', 'test');
    const dying = new BreakingPool(url, statement);
    const first = new Projector({ pool: dying, store, log: SILENT, againMs: 60_000 });
    first.start();
    for (const end = performance.now() + 20_000; !dying.broke && performance.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(dying.broke).toBe(true);
    await first.stop();
    await dying.end();
    deaths += (await health('ledger')).asked === null ? 0 : 1;
    const next = new Projector({ pool, store, log: SILENT, againMs: 20 });
    next.start();
    expect(await ended('ledger')).toMatchObject({ next: { stage: 'ready', by: 'test', position: await store.lastPosition() } });
    await next.stop();
  }
  expect(deaths).toBeGreaterThan(0);
}, 60_000);

it('an event that cannot be taken ends it, and how it stands says where', async () => {
  const { world, store } = bench;
  await world.append('issue/broken', [{ type: 'IssueClosed', schema: 1, at: world.now, by: { kind: 'operator', operator: 'test' }, data: { ground: 'declined', note: 'of nothing' } }]);
  await openRebuilds(bench).ask('ledger', 'test');
  const projector = new Projector({ pool: bench.pool, store, log: SILENT, againMs: 20 });
  projector.start();
  expect(await ended('ledger')).toMatchObject({ next: { stage: 'stopped', stop: { position: await store.lastPosition() } } });
  await projector.stop();
});

it('one that cannot be built for the moment holds up no other', async () => {
  const { pool, store } = bench;
  const holder = await pool.connect();
  await holder.query(`select pg_advisory_lock(hashtextextended('minqing/read/rebuild/ledger', 0))`);
  const rebuilds = openRebuilds(bench);
  await rebuilds.ask('ledger', 'test');
  await rebuilds.ask('unit', 'test');
  const projector = new Projector({ pool, store, log: SILENT, againMs: 20 });
  projector.start();
  expect(await ended('unit')).toMatchObject({ next: { stage: 'ready', by: 'test' } });
  expect(await health('ledger')).toMatchObject({ asked: { by: 'test' }, next: null });
  holder.release(true);
  expect(await ended('ledger')).toMatchObject({ next: { stage: 'ready', by: 'test' } });
  await projector.stop();
}, 60_000);

it('dropping forgets what was asked for, and nobody asks for what there is not', async () => {
  const rebuilds = openRebuilds(bench);
  await rebuilds.ask('unit', 'test');
  await buildBeside(bench, 'unit', 'command-line');
  await rebuilds.drop('unit');
  expect(await health('unit')).toMatchObject({ asked: null, next: null });
  await expect(rebuilds.ask('nothing', 'test')).rejects.toMatchObject({ code: 'projection-unknown' });
});
