import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { Fault } from '#kernel';
import { SEARCH_ATTRIBUTES } from '#wire/clock';
import { isAlive, keepOne, ServerProcess, untilReady } from './child.js';
import { LOOPBACK, freePort, isFree } from './ports.js';
import { findTemporal } from './temporal-binary.js';

export interface TemporalOptions {
  /** Made when missing; everything the server knows is in it. */
  readonly dataFile: string;
  /** A free one when not given. */
  readonly port?: number;
  /** Temporal's own page; without it the server runs without one. */
  readonly uiPort?: number;
  /** Default: what findTemporal() finds. */
  readonly program?: string;
  readonly startTimeoutMs?: number;
}

export interface Temporal {
  readonly address: string;
  readonly namespace: string;
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const NAMESPACE = 'default';
/** The server takes further ports of its own choice for its parts, and panics when another program was faster. */
const ATTEMPTS = 4;

/**
 * Temporal's development server on loopback with its data in one SQLite file and our search attributes registered.
 * Throws Fault: no-temporal, port-taken, data-folder-in-use, no-space, temporal-did-not-start.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const dataFile = resolve(options.dataFile);
  const program = options.program ?? (await findTemporal());
  await mkdir(dirname(dataFile), { recursive: true });
  await refuseInUse(dataFile);
  if (options.port !== undefined && !(await isFree(options.port))) throw portTaken(options.port, undefined);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      return await launch(program, dataFile, port, options);
    } catch (fault) {
      if (attempt === ATTEMPTS || !(fault instanceof Fault && fault.transient)) throw fault;
    }
  }
}

/** SQLite lets two servers open one file, and neither would notice: the process id beside the file is the lock. */
async function refuseInUse(dataFile: string): Promise<void> {
  const pid = Number(await readFile(`${dataFile}.pid`, 'utf8').catch(() => '0'));
  if (!pid || !(await runs(pid, dataFile))) return;
  throw new Fault('data-folder-in-use', { params: { folder: dataFile, pid }, tryNext: 'Another Temporal server works on this file: stop it first, or set MINQING_HOME to another folder.' });
}

async function runs(pid: number, dataFile: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // Where there is no /proc, a living process with this id is taken for the server.
  if (!(await stat('/proc/self').catch(() => null))) return true;
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(dataFile);
}

async function launch(program: string, dataFile: string, port: number, options: TemporalOptions): Promise<Temporal> {
  // The server itself would share a taken port with its other listener (SO_REUSEPORT) and never say so.
  if (!(await isFree(port))) throw portTaken(port, undefined);
  const logFile = `${dataFile}.log`;
  await keepOne(logFile);
  const server = await ServerProcess.start({ command: program, args: serverArguments(dataFile, port, options.uiPort), logFile });
  await writeFile(`${dataFile}.pid`, `${server.pid}\n`, { mode: 0o600 });
  void server.ended.then(() => rm(`${dataFile}.pid`, { force: true }));
  const address = `${LOOPBACK}:${port}`;
  const outcome = await untilReady(server, () => answers(address), options.startTimeoutMs ?? 60_000);
  if (outcome !== 'ready') {
    await server.kill();
    throw temporalFault(await readFile(logFile, 'utf8').catch(() => ''), { dataFile, port, died: outcome === 'died' });
  }
  return { address, namespace: NAMESPACE, port, pid: server.pid, ended: server.ended, stop: () => server.stop(), kill: () => server.kill() };
}

function serverArguments(dataFile: string, port: number, uiPort: number | undefined): string[] {
  return [
    'server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--namespace', NAMESPACE, '--db-filename', dataFile,
    // Together they double the throughput, and a commit still survives a killed process.
    '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL',
    '--log-level', 'warn', '--log-format', 'json',
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}

async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2_000 });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
    return Object.keys(SEARCH_ATTRIBUTES).every((name) => name in (customAttributes ?? {}));
  } catch {
    return false;
  } finally {
    await connection?.close().catch(() => undefined);
  }
}

function temporalFault(said: string, { dataFile, port, died }: { readonly dataFile: string; readonly port: number; readonly died: boolean }): Fault {
  const cause = new Error(said.trim().slice(0, 4_000) || 'Temporal said nothing');
  if (/no space left|disk is full|SQLITE_FULL/i.test(said)) {
    return new Fault('no-space', { params: { folder: dirname(dataFile) }, cause, tryNext: 'Make room on that disk, or set MINQING_HOME to a folder on another one.' });
  }
  if (/address already in use|can't set \w+ port/i.test(said)) return portTaken(port, cause);
  return new Fault('temporal-did-not-start', { params: { log: `${dataFile}.log`, said: firstComplaint(said) }, transient: died, cause, tryNext: 'Read the log.' });
}

/** A panic's reason stands in its first line, before the stack. */
function firstComplaint(said: string): string {
  const lines = said.trim().split('\n');
  return lines.find((line) => /panic|error|unable|cannot|failed/i.test(line)) ?? lines.at(-1) ?? '';
}

function portTaken(port: number, cause: unknown): Fault {
  return new Fault('port-taken', { params: { port }, transient: true, cause, tryNext: 'Another program listens on this port: choose another one, or leave it out to have a free one found.' });
}
