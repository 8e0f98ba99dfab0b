import { rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess, tailOf } from '#servers';

const LOG_LIMIT_BYTES = 20_000_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** An app that ran this long is taken to have started well; its next death is a new story. */
const STEADY_MS = 60_000;

export interface AppLaunch {
  readonly name: string;
  readonly script: string;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told of each death that was not asked for, and of the pause before the next start. */
  readonly onDeath: (how: number | string, pauseMs: number) => void;
}

/** One of the product's services as a process of its own, started again when it dies, with growing pauses. */
export class AppProcess {
  private process: ServerProcess | null = null;
  private readonly stopping = new AbortController();
  private guard: Promise<void> = Promise.resolve();
  private deathsInARow = 0;

  constructor(private readonly launch: AppLaunch) {}

  get name(): string {
    return this.launch.name;
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  /** Deaths since it last ran steadily. */
  get deaths(): number {
    return this.deathsInARow;
  }

  async start(): Promise<void> {
    await this.turnLog();
    await this.spawn();
    this.guard = this.keepAlive();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.process?.stop();
    await this.guard;
  }

  lastWords(): Promise<string> {
    return tailOf(this.launch.logFile, 2_000);
  }

  private async spawn(): Promise<void> {
    const { script, logFile, env } = this.launch;
    this.process = await ServerProcess.start({ command: process.execPath, args: ['--enable-source-maps', script], logFile, env, stopSignal: 'SIGTERM' });
  }

  private async keepAlive(): Promise<void> {
    while (this.process) {
      const started = performance.now();
      const how = await this.process.ended;
      if (this.stopping.signal.aborted) return;
      this.deathsInARow = performance.now() - started > STEADY_MS ? 1 : this.deathsInARow + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.deathsInARow - 1), LONGEST_PAUSE_MS);
      this.launch.onDeath(how, pause);
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      await this.spawn();
    }
  }

  /** One older log is kept. */
  private async turnLog(): Promise<void> {
    const { logFile } = this.launch;
    const size = await stat(logFile).then((file) => file.size, () => 0);
    if (size < LOG_LIMIT_BYTES) return;
    await rm(`${logFile}.1`, { force: true });
    await rename(logFile, `${logFile}.1`);
  }
}
