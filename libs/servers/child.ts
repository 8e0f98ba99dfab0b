import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id runs, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** What asks it to end in order. Default: SIGINT, which PostgreSQL and Temporal take for it. */
  readonly stopSignal?: 'SIGINT' | 'SIGTERM';
}

/** Stops the server when whoever started it is gone, even by kill -9: its standard input ends with the starter's life. */
const LEASH = 'read _; kill "-$2" "$1" || exit; n=0; while kill -0 "$1" && [ $n -lt 20 ]; do sleep 1; n=$((n+1)); done; kill -KILL "$1"';

/**
 * A server process of ours, in a process group of its own (a Ctrl-C at the terminal reaches us, and we stop the servers in
 * order), on a leash: it never outlives the process that started it.
 */
export class ServerProcess {
  readonly pid: number;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  private running = true;

  private constructor(private readonly child: ChildProcess, leash: ChildProcess, private readonly stopSignal: NodeJS.Signals) {
    this.pid = child.pid ?? 0;
    this.ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
      this.running = false;
      leash.kill('SIGKILL');
      return code ?? signal ?? 'unknown';
    });
  }

  /** Throws what the operating system says when the command cannot be run at all. */
  static async start(launch: Launch): Promise<ServerProcess> {
    const log = openSync(launch.logFile, 'a', 0o600);
    const { uid, gid, stopSignal = 'SIGINT' } = launch;
    const child = spawn(launch.command, launch.args, {
      stdio: ['ignore', log, log],
      detached: true,
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      env: launch.env ?? process.env,
    });
    closeSync(log);
    await once(child, 'spawn');
    const leash = spawn('/bin/sh', ['-c', LEASH, 'leash', String(child.pid), stopSignal.slice(3)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    leash.on('error', () => undefined);
    const server = new ServerProcess(child, leash, stopSignal);
    child.unref();
    leash.unref();
    (leash.stdin as unknown as { unref?(): void } | null)?.unref?.();
    return server;
  }

  get alive(): boolean {
    return this.running;
  }

  /** Asks, then kills when it has not ended after the time-out. */
  async stop(timeoutMs = 20_000): Promise<void> {
    if (!this.running) return;
    this.child.ref();
    this.child.kill(this.stopSignal);
    const gone = await Promise.race([this.ended.then(() => true), sleep(timeoutMs, false, { ref: false })]);
    if (!gone) await this.kill();
  }

  /** As by `kill -9`: the server gets no chance to put anything in order. */
  async kill(): Promise<void> {
    if (!this.running) return;
    this.child.ref();
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Makes room for a new log and keeps the one before it: that tells why a server had to be started again. */
export async function keepOne(logFile: string): Promise<void> {
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
}

/** What a server wrote last, for the message about why it did not start. */
export async function tailOf(file: string, bytes = 4_000): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.slice(-bytes);
}

/** Asks until the answer is yes, the server has died, or the time is up. */
export async function untilReady(server: ServerProcess, ready: () => Promise<boolean>, timeoutMs: number): Promise<'ready' | 'died' | 'late'> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    if (!server.alive) return 'died';
    if (await ready()) return 'ready';
    await sleep(50);
  }
  return server.alive ? 'late' : 'died';
}
