import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const SERVICES = ['postgresql', 'temporal', 'api', 'projector', 'worker'];

/** `npm start` on a home of its own, as whoever kills it sees it: a process that starts others and writes their ids down. */
export class Tree {
  #child;

  constructor(home, environment) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    Object.assign(this, { home, said: '', env: { ...env, MINQING_HOME: home, MINQING_LOCALE: 'en', MINQING_LOG_LEVEL: 'info', ...environment } });
  }

  async start() {
    const log = createWriteStream(join(this.home, 'start.log'), { flags: 'a' });
    this.#child = spawn(process.execPath, ['apps/minqing/start.mjs'], { cwd: ROOT, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.on('data', (bytes) => { said += bytes; log.write(bytes); });
    await until('npm start to be ready', 180_000, async () => {
      if (this.#child.exitCode !== null) throw new Error(`npm start ended:\n${said}`);
      return said.includes('Minqing is ready.');
    });
  }

  async stop() {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGINT');
    await until('npm start to end', 90_000, async () => this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  async running() {
    return JSON.parse(await readFile(join(this.home, 'run.json'), 'utf8'));
  }

  /** The service's process, when it runs and is really a child of this start: ids are used again. */
  async pidOf(service) {
    const { pid: parent, pids } = await this.running();
    return (await parentOf(pids[service])) === parent ? pids[service] : null;
  }

  /** Everything at once, the process that would start it again as well: what a power cut leaves running, but for the disk. */
  async killWhole() {
    const { pid, pids } = await this.running();
    const all = [pid, ...(await Promise.all(Object.values(pids).map(async (id) => ((await parentOf(id)) === pid ? [id, ...(await childrenOf(id))] : [])))).flat()];
    for (const id of all) send(id, 'SIGKILL');
    // Also for whoever buries them: a dead process that still has its id holds the folder of PostgreSQL.
    await until('all of it to be gone', 30_000, async () => (this.#child.exitCode ?? this.#child.signalCode) !== null && !all.some((id) => existsSync(`/proc/${id}`)));
    await this.start();
  }

  /** One command of the command line; its output. Throws what it said when it failed. */
  async minqing(...args) {
    const { code, said, complaint } = await run(process.execPath, ['dist/apps/cli/main.js', ...args], this.env);
    if (code !== 0) throw new Error(`minqing ${args.join(' ')}: ${code}\n${said}${complaint}`);
    return said;
  }
}

export function run(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { said: '', complaint: '' };
    child.stdout.on('data', (bytes) => { out.said += bytes; });
    child.stderr.on('data', (bytes) => { out.complaint += bytes; });
    child.on('close', (code) => resolve({ code, ...out }));
  });
}

/** False when the process is gone already. */
export function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

export async function childrenOf(pid) {
  const stats = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(async (id) => [Number(id), await parentOf(id)]));
  return stats.filter(([, parent]) => parent === pid).map(([id]) => id);
}

/** Null for a process that is gone or only waits to be buried. */
async function parentOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' || state === 'Z' ? null : Number(parent);
}

export async function until(what, patienceMs, reached) {
  const end = Date.now() + patienceMs;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(200);
  }
}
