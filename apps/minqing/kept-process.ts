import { setTimeout as sleep } from 'node:timers/promises';
import { tailOf } from '#servers';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long is taken to have started well; its next death is a new story. */
const STEADY_MS = 15_000;

/** A process that runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
}

export interface Keeping {
  readonly name: string;
  readonly logFile: string;
  /** Resolves when the process has come as far as its next reader needs: an app runs, a server answers. */
  readonly start: () => Promise<Running>;
  /** Told of each process that runs, the first one too. */
  readonly onStart: (pid: number) => void;
  /** Told of each death that was not asked for, and of the pause before the next start. */
  readonly onDeath: (how: number | string, pauseMs: number) => void;
  /** Told of each later start that failed, and of the pause before the next. */
  readonly onFailure: (fault: unknown, pauseMs: number) => void;
}

/** One of the product's services or servers as a process of its own, started again when it dies, with growing pauses. */
export class KeptProcess {
  private running: Running | null = null;
  private readonly stopping = new AbortController();
  private guard: Promise<void> = Promise.resolve();
  private troublesInARow = 0;

  constructor(private readonly keeping: Keeping) {}

  get name(): string {
    return this.keeping.name;
  }

  get pid(): number {
    return this.running?.pid ?? 0;
  }

  /** Deaths and starts that failed since it last ran steadily. */
  get deaths(): number {
    return this.troublesInARow;
  }

  /** Throws what the first start throws; later ones are tried until one succeeds. */
  async start(): Promise<void> {
    await this.launch();
    this.guard = this.keepAlive();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.stop();
    await this.guard;
  }

  lastWords(): Promise<string> {
    return tailOf(this.keeping.logFile, 2_000);
  }

  private async launch(): Promise<void> {
    this.running = await this.keeping.start();
    this.keeping.onStart(this.running.pid);
  }

  private async keepAlive(): Promise<void> {
    while (this.running) {
      const started = performance.now();
      const how = await this.running.ended;
      if (this.stopping.signal.aborted) return;
      if (performance.now() - started > STEADY_MS) this.troublesInARow = 0;
      await this.pause((pauseMs) => this.keeping.onDeath(how, pauseMs));
      await this.launchAgain();
    }
  }

  private async launchAgain(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.launch();
        // Asked to end while it was starting: nobody else has this process in hand.
        if (this.stopping.signal.aborted) await this.running?.stop();
        return;
      } catch (fault) {
        if (this.stopping.signal.aborted) return;
        await this.pause((pauseMs) => this.keeping.onFailure(fault, pauseMs));
      }
    }
  }

  private async pause(tell: (pauseMs: number) => void): Promise<void> {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.troublesInARow, LONGEST_PAUSE_MS);
    this.troublesInARow += 1;
    tell(pauseMs);
    await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
