import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess, startPostgres, startTemporal, tailOf, type Postgres, type Temporal } from '#servers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Machine {
  readonly folder: string;
  readonly postgres: Postgres;
  /** Null unless it was asked for. */
  readonly temporal: Temporal | null;
}

export interface Wanted {
  readonly temporal?: boolean;
  /** Server settings that only a restart brings into force. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** New servers with the product's own settings, in a folder that is removed afterwards. */
export async function withServers<T>(wanted: Wanted, work: (machine: Machine) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'minqing-bench-'));
  // PostgreSQL runs under an account of its own.
  await chmod(folder, 0o755);
  let postgres: Postgres | undefined;
  let temporal: Temporal | null = null;
  try {
    postgres = await postgresWith(join(folder, 'postgres'), Object.entries(wanted.settings ?? {}));
    if (wanted.temporal) temporal = await startTemporal({ dataFile: join(folder, 'temporal.db') });
    return await work({ folder, postgres, temporal });
  } finally {
    await temporal?.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function postgresWith(dataDir: string, settings: readonly (readonly [string, string])[]): Promise<Postgres> {
  const server = await startPostgres({ dataDir });
  if (settings.length === 0) return server;
  const client = new pg.Client(server.url);
  await client.connect();
  for (const [name, value] of settings) await client.query(`alter system set ${name} = '${value}'`);
  await client.end();
  await server.stop();
  return startPostgres({ dataDir });
}

export async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** A built file as a process; `words` is what it wrote, for the message about why it failed. */
export async function startProcess(script: URL, logFile: string, environment: Readonly<Record<string, string>>, flags: readonly string[] = []): Promise<{ process: ServerProcess; words(): Promise<string> }> {
  const { PATH = '', HOME = '' } = process.env;
  const started = await ServerProcess.start({ command: process.execPath, args: [...flags, fileURLToPath(script)], logFile, env: { PATH, HOME, ...environment }, stopSignal: 'SIGTERM' });
  return { process: started, words: () => tailOf(logFile) };
}

/** Asks until the answer is yes; `what` goes into the failure after the time-out. */
export async function until(what: string, timeoutMs: number, asked: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await asked())) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
