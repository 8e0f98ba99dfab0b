import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#database';
import { PostgresReadModels } from '#projections/postgres';
import type { ServerProcess } from '#servers';
import type pg from 'pg';
import type { Load } from '../harness/drive.js';
import { profileFlags, seedCadres, signInAll, startInterface, type SignedIn } from '../harness/interface.js';
import { LiveLoad, type Acknowledged } from '../harness/live-load.js';
import { REPORT } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';

const PROJECTOR = new URL('../../apps/projector/main.js', import.meta.url);
const { BENCH_RATE = 'Infinity' } = process.env;

let processes: readonly ServerProcess[] = [];
let callers: readonly SignedIn[] = [];
let load: LiveLoad;
let pool: pg.Pool;
let models: PostgresReadModels;

async function report(caller: number): Promise<Acknowledged> {
  const { http, cookie } = callers[caller]!;
  const { status, body } = await http.post('/api/v1/issues', REPORT, { cookie, 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`${status} ${body}`);
  return JSON.parse(body) as Acknowledged;
}

async function startProjector(url: string): Promise<ServerProcess> {
  const started = await startProcess(PROJECTOR, join(tmpdir(), `minqing-bench-projector-${process.pid}.log`), { DATABASE_URL: url, MINQING_LOG_LEVEL: 'info' }, profileFlags());
  await until('the projector follows', 30_000, async () => (await started.words()).includes('the read models follow the record'));
  return started.process;
}

serve({
  /** Interface and projector as they ship, each a process of its own; one of the callers has the board open. */
  async prepare(url: string, plan: Load) {
    await seedCadres(url, plan.callers);
    const started = await startInterface(url);
    processes = [started.process, await startProjector(url)];
    callers = await signInAll(started.address, plan.callers);
    pool = openPool(url, { name: 'bench-visible' });
    models = new PostgresReadModels(pool);
    load = new LiveLoad(report, Number(BENCH_RATE));
    models.onAdvance(() => void models.position().then((position) => load.canBeRead(position)));
    await load.watch(`${started.address}/api/v1/board/stream`, { cookie: callers[0]!.cookie });
    await load.round({ ...plan, forMs: Math.min(plan.forMs, 1_000) });
  },
  round: (plan: Load) => load.round(plan),
  verify: async () => load.verify(),
  async close() {
    for (const { http } of callers) http.close();
    for (const started of processes) await started.stop();
    await models.close();
    await pool.end();
  },
});
