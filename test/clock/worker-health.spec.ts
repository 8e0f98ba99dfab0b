import { Clock, type ClockHealth } from '#clock';
import { clockPosition, isKept } from '#clock/position';
import type { StoreHealth } from '#event-store';
import { CommandsInHand } from '../../apps/worker/health/commands-in-hand.js';
import { serveHealth, type HealthServer } from '../../apps/worker/health/health-server.js';
import { Standstill } from '../../apps/worker/health/standstill.js';
import { WorkerHealth, type WorkerReport } from '../../apps/worker/health/worker-health.js';
import { FakeTemporal } from './fake-temporal.js';
import { openRecord, reported, until, type TestRecord } from './record.js';

const LIMITS = { standMs: 2_000, compareMs: 3_000, sealMs: 2_000, lookEveryMs: 50, answerMs: 1_000 } as const;

it.each([
  ['moves', [[0, 1, true], [400, 1, true], [450, 2, true], [900, 2, true]], false],
  ['has nothing to do', [[0, 1, true], [400, 1, false], [800, 1, false], [1_200, 1, true]], false],
  ['waits and does nothing', [[0, 1, true], [300, 1, true], [500, 1, true]], true],
  ['waits since it had nothing to do', [[0, 1, false], [900, 1, true], [1_300, 1, true]], false],
] as const)('what %s', (_, looks, stands) => {
  const standstill = new Standstill(500);
  expect(looks.map(([at, mark, waits]) => standstill.see(at, { mark, waits })).at(-1)).toBe(stands);
});

describe('the worker\'s health', () => {
  let record: TestRecord;
  let health: WorkerHealth;
  let server: HealthServer;
  let store: StoreHealth | undefined;
  let standby = false;
  let refused = false;
  const temporal = new FakeTemporal();
  /** When the record was last sealed; undefined: it is, each time. */
  let sealedAt: string | null | undefined;
  const alarms: string[] = [];
  let changes: string[] = [];
  const commands = new CommandsInHand();
  const end = new AbortController();
  let running: Promise<unknown>;

  beforeAll(async () => {
    record = await openRecord();
    const provide = async (): Promise<void> => { if (refused) throw new Error('no schedule is taken'); };
    const clock = new Clock({ store: record.store, pool: record.pool, workflows: temporal, provide, reconcileEveryMs: 100, log: { info() {}, warn() {}, alarm: (message) => alarms.push(message) } });
    health = new WorkerHealth({
      store: { health: () => store ?? record.store.health(), lastPosition: () => record.store.lastPosition() },
      checkpoint: () => clockPosition(record.pool), clock: (): ClockHealth => ({ ...clock.health, ...(standby && { state: 'standby' }) }), commands, sealedAt: async () => (sealedAt === undefined ? new Date().toISOString() : sealedAt), changed: (part, state) => changes.push(`${part} ${state}`), limits: LIMITS,
    });
    server = await serveHealth(health, { host: '127.0.0.1', port: 0 });
    running = Promise.all([clock.run(end.signal), health.watch(end.signal)]);
    await until('the clock runs', () => clock.health.state === 'running' && health.report.position !== null);
  }, 60_000);
  afterAll(async () => {
    end.abort();
    await running;
    await server.close();
    await record.close();
  });
  beforeEach(async () => {
    await ready();
    changes = [];
  });

  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  const standing = (part: string) => until(`${part} is red`, () => health.report.parts[part as keyof WorkerReport['parts']] === 'stalled');
  const ready = () => until('it is ready again', () => health.report.status === 'ready');

  /** As a server that neither does what is asked nor says no. */
  async function locking(lock: string, work: () => Promise<void>): Promise<void> {
    const other = await record.pool.connect();
    await other.query(`begin; lock table ${lock}`);
    try {
      await work();
    } finally {
      await other.query('rollback');
      other.release();
    }
  }

  it('is green while there is nothing to do, and while what there is gets done', async () => {
    await reported(record);
    await new Promise((resolve) => { setTimeout(resolve, 3 * LIMITS.standMs); });
    expect(changes).toEqual([]);
    expect([await isKept(record.pool, 0), await isKept(record.pool)]).toEqual([true, false]);
    expect((await get('/health/ready')).status).toBe(200);
    expect(await (await get('/metrics')).text()).toContain('minqing_worker_ready 1');
    expect([(await get('/health/live')).status, (await get('/elsewhere')).status]).toEqual([200, 404]);
  });

  it('is red when the checkpoint does not move though the record does, and green when it goes on', async () => {
    await locking('clock.checkpoint in exclusive mode', async () => {
      await reported(record);
      await standing('checkpoint');
      const answer = await get('/health/ready');
      expect([answer.status, await answer.json()]).toMatchObject([503, { status: 'not-ready', parts: { checkpoint: 'stalled', appends: 'moves' } }]);
      const figures = await (await get('/metrics')).text();
      expect(figures).toContain('minqing_worker_standing{part="checkpoint"} 1');
      expect(figures).toContain('minqing_worker_ready 0');
      // Whose checkpoint is kept by another process has none to move.
      standby = true;
      await ready();
      standby = false;
      await standing('checkpoint');
    });
    await ready();
    expect(changes.filter((change) => change.startsWith('checkpoint'))).toEqual(['checkpoint stalled', 'checkpoint moves', 'checkpoint stalled', 'checkpoint moves']);
    expect((await get('/health/ready')).status).toBe(200);
  }, 60_000);

  it('is red when a command waits for the record and none is answered', async () => {
    let given: Promise<unknown> | undefined;
    await locking('record.head in exclusive mode', async () => {
      given = commands.through(() => reported(record));
      await standing('appends');
      expect(health.report).toMatchObject({ status: 'not-ready', commandsWaiting: 1 });
    });
    await given;
    await ready();
    expect(changes).toContain('appends stalled');
  }, 60_000);

  it('is red at once when its writer is frozen, and when it stays unavailable', async () => {
    store = { status: 'frozen', since: '2026-10-12T01:00:00.000Z', cause: 'disk full' };
    await until('it is frozen', () => health.report.parts.appends === 'frozen');
    expect((await get('/health/ready')).status).toBe(503);
    store = { status: 'unavailable', since: '2026-10-12T01:00:00.000Z', cause: 'no route' };
    await standing('appends');
    store = undefined;
    await ready();
  });

  it('is red, and an alarm, while Temporal takes no schedule that seals the record, and green once it does', async () => {
    expect(alarms).not.toContainEqual(expect.stringMatching(/not sealed/));
    refused = true;
    await standing('providing');
    expect(alarms).toContainEqual(expect.stringMatching(/the record is not sealed/));
    expect(await (await get('/metrics')).text()).toContain('minqing_worker_standing{part="providing"} 1');
    // Another process that keeps the clock sees to it.
    standby = true;
    await ready();
    standby = false;
    refused = false;
    await ready();
  });

  it('is red while no comparison of record and Temporal succeeds, and green once one does', async () => {
    const issueId = await reported(record);
    await until('its workflow', () => temporal.standings.some((standing) => standing.issueId === issueId));
    await temporal.end(issueId);
    temporal.refuses.add(issueId);
    await standing('comparing');
    expect((await get('/health/ready')).status).toBe(503);
    expect(await (await get('/metrics')).text()).toContain('minqing_worker_standing{part="comparing"} 1');
    // Another process that keeps the clock compares.
    standby = true;
    await ready();
    standby = false;
    temporal.refuses.clear();
    await until('it to be healed', () => temporal.standings.some((each) => each.issueId === issueId));
    await ready();
  }, 60_000);

  it.each([['has not been sealed anew', '2026-10-12T01:00:00.000Z'], ['was never sealed', null]])('is red once the record %s for as long as is allowed, and green once it is', async (_, at) => {
    sealedAt = at;
    await standing('sealing');
    expect((await get('/health/ready')).status).toBe(503);
    expect(await (await get('/metrics')).text()).toContain('minqing_worker_standing{part="sealing"} 1');
    sealedAt = undefined;
    await ready();
    expect(changes).toEqual(['sealing stalled', 'sealing moves']);
  });

  it('is red when the record cannot even be asked', async () => {
    await locking('record.event in access exclusive mode', () => standing('looking'));
    await ready();
  }, 60_000);
});
