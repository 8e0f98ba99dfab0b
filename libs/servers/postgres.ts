import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { Fault } from '#kernel';
import { keepOne, ServerProcess, tailOf, untilReady } from './child.js';
import { LOOPBACK, freePort } from './ports.js';
import { postgresBinaries, type Binaries } from './postgres-binaries.js';
import { postgresFault } from './postgres-faults.js';
import { databaseAccount, ownFolder, type Account } from './unprivileged.js';

const USER = 'minqing';
const DATABASE = 'minqing';

export interface PostgresOptions {
  /** Made when missing. Holds the cluster, the superuser's password (0600) and the server's log. */
  readonly dataDir: string;
  /** A free one when not given. */
  readonly port?: number;
  readonly startTimeoutMs?: number;
}

export interface Postgres {
  /** Superuser's address of the database `minqing`, with its password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<number | string>;
  /** Rolls back what is open, writes a checkpoint, ends. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * PostgreSQL 18 of our own on loopback, with all the safety of a server's defaults (fsync, full page writes, checksums).
 * Throws Fault: data-folder-of-another-version, data-folder-in-use, port-taken, no-space, postgres-did-not-start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const account = await databaseAccount();
  const binaries = await postgresBinaries(account);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const cluster = join(dataDir, 'cluster');
  const password = await makeCluster(dataDir, cluster, binaries, account);
  await refuseOtherVersion(cluster, binaries.major);

  const attempts = options.port === undefined ? 3 : 1;
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      return await launch({ dataDir, cluster, binaries, account, password, port, timeoutMs: options.startTimeoutMs ?? 60_000 });
    } catch (fault) {
      const anotherPortMayDo = fault instanceof Fault && fault.code === 'port-taken' && attempt < attempts;
      if (!anotherPortMayDo) throw fault;
    }
  }
}

/** Whether startPostgres has ever finished making a cluster there. */
export function holdsCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, 'cluster', 'PG_VERSION')) && existsSync(join(dataDir, 'superuser-password'));
}

async function makeCluster(dataDir: string, cluster: string, binaries: Binaries, account: Account | null): Promise<string> {
  const passwordFile = join(dataDir, 'superuser-password');
  if (holdsCluster(dataDir)) return (await readFile(passwordFile, 'utf8')).trim();
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    throw new Fault('database-password-lost', { params: { file: passwordFile }, tryNext: 'Put the file back from a backup, or move the data folder away to begin with an empty one.' });
  }
  // A cluster without PG_VERSION is what an interrupted first start left: nothing was ever written into it.
  await rm(cluster, { recursive: true, force: true });
  await ownFolder(cluster, account);
  const password = randomBytes(24).toString('base64url');
  await initdb(dataDir, cluster, password, binaries, account);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initdb(dataDir: string, cluster: string, password: string, binaries: Binaries, account: Account | null): Promise<void> {
  const handover = join(dataDir, 'initdb-password');
  await writeFile(handover, password, { mode: 0o600 });
  await chmod(handover, 0o600);
  if (account) await chown(handover, account.uid, account.gid);
  const child = spawn(binaries.initdb, [
    `--pgdata=${cluster}`, `--username=${USER}`, `--pwfile=${handover}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--set=timezone=UTC', '--set=log_timezone=UTC',
  ], { stdio: ['ignore', 'pipe', 'pipe'], cwd: dataDir, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...(account ?? {}) });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const code = await once(child, 'close').then(([status]: (number | null)[]) => status, (cause: unknown) => { said += String(cause); return -1; });
  await rm(handover, { force: true });
  if (code === 0) return;
  await rm(cluster, { recursive: true, force: true });
  throw postgresFault(said, { dataDir });
}

async function refuseOtherVersion(cluster: string, major: string): Promise<void> {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (found === major) return;
  throw new Fault('data-folder-of-another-version', {
    params: { folder: cluster, found, needed: major },
    tryNext: `Make a backup with the version of Minqing that made it (\`minqing backup\`) and restore it into a new MINQING_HOME, or run PostgreSQL ${found} yourself and set DATABASE_URL, or set MINQING_HOME to another folder to begin anew.`,
  });
}

interface Boot {
  readonly dataDir: string;
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly password: string;
  readonly port: number;
  readonly timeoutMs: number;
}

async function launch(boot: Boot): Promise<Postgres> {
  const { dataDir, cluster, port, password } = boot;
  const logFile = join(dataDir, 'postgres.log');
  await keepOne(logFile);
  const server = await ServerProcess.start({
    command: boot.binaries.postgres,
    args: ['-D', cluster, '-p', String(port), '-c', `listen_addresses=${LOOPBACK}`, '-c', 'unix_socket_directories=', '-c', 'max_connections=200', '-c', 'lc_messages=C'],
    logFile,
    cwd: dataDir,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    ...(boot.account ?? {}),
  });
  const address = (database: string): string => `postgres://${USER}:${password}@${LOOPBACK}:${port}/${database}`;
  const outcome = await untilReady(server, () => answers(address('postgres')), boot.timeoutMs);
  if (outcome !== 'ready') {
    await server.kill();
    throw postgresFault(await tailOf(logFile), { dataDir, port });
  }
  await createDatabase(address('postgres'));
  return { url: address(DATABASE), port, pid: server.pid, ended: server.ended, stop: () => server.stop(), kill: () => server.kill() };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
