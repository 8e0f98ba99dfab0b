import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postsHeld } from '#application';
import { openPool } from '#database';
import { createAccount, openDesk } from '#identity';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { freePort, type ServerProcess } from '#servers';
import { HttpCaller } from './http-caller.js';
import { AREA, now, openOffice } from './office.js';
import { startProcess, until } from './servers.js';

const API = new URL('../../apps/api/main.js', import.meta.url);
const PASSWORD = 'a long enough password';

export interface SignedIn {
  readonly http: HttpCaller;
  readonly cookie: string;
}

/** So many cadres, each with a post and an account, known to the read models as well: their names come from those. */
export async function seedCadres(url: string, count: number): Promise<void> {
  const office = await openOffice(url);
  const pool = openPool(url, { name: 'bench-seed' });
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool);
  const desk = await openDesk({ pool, now, postsOf: postsHeld({ record: office.store, readModels: models }), offsetMinutes: 480 });
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

/** The interface as it ships, with the limits that it ships with, in a process of its own. `BENCH_PROFILE` names a folder for its CPU profile. */
export async function startInterface(url: string): Promise<{ readonly process: ServerProcess; readonly address: string }> {
  const port = await freePort();
  const log = join(tmpdir(), `minqing-bench-api-${process.pid}.log`);
  const started = await startProcess(API, log, { DATABASE_URL: url, MINQING_PORT: String(port), MINQING_LOG_LEVEL: 'warn' }, profileFlags());
  const address = `http://127.0.0.1:${port}`;
  await until(`the interface listens: ${await started.words()}`, 30_000, () => fetch(`${address}/health/live`).then(() => true, () => false));
  return { process: started.process, address };
}

export function profileFlags(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

export async function signIn(address: string, login: string): Promise<SignedIn> {
  const http = await HttpCaller.open(address);
  const answer = await http.post('/api/v1/session', { login, password: PASSWORD });
  const cookie = /\r\nset-cookie: ([^;]+)/i.exec(answer.head)?.[1];
  if (answer.status !== 200 || cookie === undefined) throw new Error(`${login} cannot sign in: ${answer.status} ${answer.body}`);
  return { http, cookie };
}

/** Each caller is someone else and so stays below the limits. */
export async function signInAll(address: string, count: number): Promise<readonly SignedIn[]> {
  const callers: SignedIn[] = [];
  for (let n = 0; n < count; n++) callers.push(await signIn(address, `cadre-${n}`));
  return callers;
}
