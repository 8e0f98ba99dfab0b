import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type ServerProcess } from '#servers';
import { drive, type Load } from '../harness/drive.js';
import { HttpCaller } from '../harness/http-caller.js';
import { REPORT } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';
import { reportsOnRecord } from './reports-on-record.js';

let server: ServerProcess;
let callers: HttpCaller[] = [];
let check: Awaited<ReturnType<typeof reportsOnRecord>>;
let acknowledged = 0;

async function report(serial: number): Promise<void> {
  const { status, body } = await callers[serial % callers.length]!.post('/', REPORT);
  if (status !== 201) throw new Error(`${status} ${body}`);
  acknowledged += 1;
}

serve({
  async prepare(url: string, load: Load) {
    const port = await freePort();
    const started = await startProcess(new URL('../peers/bare-http.js', import.meta.url), join(tmpdir(), `minqing-bench-bare-${process.pid}.log`), { DATABASE_URL: url, PORT: String(port) });
    server = started.process;
    await until('the bare server listens', 30_000, async () => (await started.words()).includes('open'));
    callers = await Promise.all(Array.from({ length: load.callers }, () => HttpCaller.open(`http://127.0.0.1:${port}`)));
    check = await reportsOnRecord(url);
    await drive({ ...load, forMs: 500 }, report);
  },
  round: (load: Load) => drive(load, report),
  verify: () => check.verify(acknowledged),
  async close() {
    for (const caller of callers) caller.close();
    await check.close();
    await server.stop();
  },
});
