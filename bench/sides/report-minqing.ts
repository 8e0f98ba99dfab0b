import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#database';
import { createAccount, openDesk } from '#identity';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { freePort, type ServerProcess } from '#servers';
import { drive, type Load } from '../harness/drive.js';
import { HttpCaller } from '../harness/http-caller.js';
import { AREA, now, openOffice, REPORT } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';
import { reportsOnRecord } from './reports-on-record.js';

const API = new URL('../../apps/api/main.js', import.meta.url);
const PASSWORD = 'a long enough password';

interface Caller { readonly http: HttpCaller; readonly cookie: string }

let api: ServerProcess;
let callers: Caller[] = [];
let check: Awaited<ReturnType<typeof reportsOnRecord>>;
let acknowledged = 0;

/** One cadre a caller, each with a post and an account, known to the read models: sessions are judged by those. */
async function seed(url: string, count: number): Promise<void> {
  const office = await openOffice(url);
  const pool = openPool(url, { name: 'bench-seed' });
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool);
  const desk = await openDesk({ pool, now, readModels: models, offsetMinutes: 480 });
  for (let n = 0; n < count; n++) {
    const cadre = `cadre-${n}`;
    await office.give('register-cadre', { cadre, name: cadre });
    await office.give('take-post', { cadre, post: `${cadre}-post`, unit: AREA, role: 'cadre', from: '2020-01-01' });
    await createAccount(desk, { login: cadre, cadre, password: PASSWORD });
  }
  const projector = new Projector({ pool, store: office.store, log: { info: () => undefined, error: () => undefined } });
  projector.start();
  if (!(await models.waitFor(await office.store.lastPosition(), 30_000))) throw new Error('the read models did not follow');
  await projector.stop();
  await models.close();
  await pool.end();
  await office.close();
}

async function signIn(url: string, login: string): Promise<Caller> {
  const http = await HttpCaller.open(url);
  const answer = await http.post('/api/v1/session', { login, password: PASSWORD });
  const cookie = /\r\nset-cookie: ([^;]+)/i.exec(answer.head)?.[1];
  if (answer.status !== 200 || cookie === undefined) throw new Error(`${login} cannot sign in: ${answer.status} ${answer.body}`);
  return { http, cookie };
}

async function report(serial: number): Promise<void> {
  const { http, cookie } = callers[serial % callers.length]!;
  const { status, body } = await http.post('/api/v1/issues', REPORT, { cookie, 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`${status} ${body}`);
  acknowledged += 1;
}

serve({
  /** The interface as it ships, with the limits that it ships with: each caller is someone else and stays below them. */
  async prepare(url: string, load: Load) {
    await seed(url, load.callers);
    const port = await freePort();
    const log = join(tmpdir(), `minqing-bench-api-${process.pid}.log`);
    const flags = process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`];
    const started = await startProcess(API, log, { DATABASE_URL: url, MINQING_PORT: String(port), MINQING_LOG_LEVEL: 'warn' }, flags);
    api = started.process;
    const address = `http://127.0.0.1:${port}`;
    await until(`the interface listens: ${await started.words()}`, 30_000, () => fetch(`${address}/health/live`).then(() => true, () => false));
    for (let n = 0; n < load.callers; n++) callers = [...callers, await signIn(address, `cadre-${n}`)];
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
