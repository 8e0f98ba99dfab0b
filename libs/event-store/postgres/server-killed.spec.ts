import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppendReceipt } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import { Fault } from '#kernel';
import { startPostgres, type Postgres } from '#servers';
import { appended, followTo, range, request } from '../../testing/append-requests.js';

/** A server of the test's own: it is killed. */
let dataDir: string;
let server: Postgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'minqing-killed-'));
  // PostgreSQL runs under an account of its own.
  await chmod(dataDir, 0o755);
  server = await startPostgres({ dataDir });
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

async function killAndStartAgain(): Promise<void> {
  await server.kill();
  server = await startPostgres({ dataDir, port: server.port });
}

const isReceipt = (fate: AppendReceipt | Fault): fate is AppendReceipt => !(fate instanceof Error);

describe('PostgreSQL killed in the middle of appends', () => {
  it.each([
    { patienceMs: 60_000, sentence: 'patient callers hear nothing of it, and a follower misses nothing' },
    { patienceMs: 0, sentence: 'what was acknowledged is there once, what failed for certain is not, what is unknown is there once or not' },
  ])('$sentence', async ({ patienceMs }) => {
    const store = await openPostgresStore({ url: server.url, patienceMs });
    const ledger = new Map<string, AppendReceipt | Fault>();
    const before = await store.lastPosition();
    const taken = (): number => [...ledger.values()].filter(isReceipt).length;
    let running = true;
    const callers = range(1, 12).map(async (caller) => {
      for (let n = 0; running; n++) {
        const given = request({ stream: `p${patienceMs}-c${caller}-${n}`, data: [1, 2] });
        ledger.set(given.command.id, await store.append(given).then(appended, (fault: Fault) => fault));
      }
    });
    for (const blows of [killAndStartAgain, killAndStartAgain, async () => undefined]) {
      for (const goal = taken() + 20; taken() < goal;) await delay(5);
      await blows();
    }
    running = false;
    await Promise.all(callers);

    const acknowledged = [...ledger.values()].filter(isReceipt);
    const faults = [...ledger.values()].filter((fate) => fate instanceof Error);
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    if (patienceMs > 0) expect(faults).toEqual([]);
    else expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(['store-unavailable', 'store-outcome-unknown']).toContain(fault.code);

    for (const [commandId, fate] of ledger) {
      const found = await store.findCommand(commandId);
      if (!(fate instanceof Error)) expect(found).toEqual(fate);
      else if (fate.code === 'store-unavailable') expect(found).toBeUndefined();
    }
    const last = await store.lastPosition();
    expect(last).toBeGreaterThanOrEqual(before + 2 * acknowledged.length);
    expect(await followTo(store, before, last)).toEqual(range(before + 1, last));
    await store.close();
  }, 120_000);
});
