import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type ServerProcess } from '#servers';
import type { Load } from '../harness/drive.js';
import { HttpCaller } from '../harness/http-caller.js';
import { LiveLoad, type Acknowledged } from '../harness/live-load.js';
import { REPORT } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';

/** BENCH_PEER is the address of the peer's script: it takes a report by POST / and has a stream at GET /. */
const { BENCH_RATE = 'Infinity', BENCH_PEER = '' } = process.env;

let server: ServerProcess;
let callers: readonly HttpCaller[] = [];
let load: LiveLoad;

async function report(caller: number): Promise<Acknowledged> {
  const { status, body } = await callers[caller]!.post('/', REPORT);
  if (status !== 201) throw new Error(`${status} ${body}`);
  return JSON.parse(body) as Acknowledged;
}

serve({
  async prepare(url: string, plan: Load) {
    const port = await freePort();
    const peer = new URL(BENCH_PEER);
    const started = await startProcess(peer, join(tmpdir(), `minqing-bench-${fileURLToPath(peer).split('/').at(-1)}-${process.pid}.log`), { DATABASE_URL: url, PORT: String(port) });
    server = started.process;
    await until('the peer listens', 30_000, async () => (await started.words()).includes('open'));
    const address = `http://127.0.0.1:${port}`;
    callers = await Promise.all(Array.from({ length: plan.callers }, () => HttpCaller.open(address)));
    load = new LiveLoad(report, Number(BENCH_RATE));
    await load.watch(address);
    await load.round({ ...plan, forMs: Math.min(plan.forMs, 1_000) });
  },
  round: (plan: Load) => load.round(plan),
  verify: async () => load.verify(),
  async close() {
    for (const caller of callers) caller.close();
    await server.stop();
  },
});
