import { randomUUID } from 'node:crypto';
import type { ServerProcess } from '#servers';
import { drive, type Load } from '../harness/drive.js';
import { seedCadres, signInAll, startInterface, type SignedIn } from '../harness/interface.js';
import { REPORT } from '../harness/office.js';
import { serve } from '../harness/side.js';
import { reportsOnRecord } from './reports-on-record.js';

let api: ServerProcess;
let callers: readonly SignedIn[] = [];
let check: Awaited<ReturnType<typeof reportsOnRecord>>;
let acknowledged = 0;

async function report(serial: number): Promise<void> {
  const { http, cookie } = callers[serial % callers.length]!;
  const { status, body } = await http.post('/api/v1/issues', REPORT, { cookie, 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`${status} ${body}`);
  acknowledged += 1;
}

serve({
  async prepare(url: string, load: Load) {
    await seedCadres(url, load.callers);
    const started = await startInterface(url);
    api = started.process;
    callers = await signInAll(started.address, load.callers);
    check = await reportsOnRecord(url);
    await drive({ ...load, forMs: 500 }, report);
  },
  round: (load: Load) => drive(load, report),
  verify: () => check.verify(acknowledged),
  async close() {
    for (const { http } of callers) http.close();
    await check.close();
    await api.stop();
  },
});
