import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type App = 'api' | 'projector' | 'worker' | 'cli';

/** One of the product's processes, run from the sources: it can be killed like any process. */
export class ProductProcess {
  private said = '';
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    const keep = (text: Buffer): void => { this.said = `${this.said}${text.toString('utf8')}`.slice(-64_000); };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    this.ended = once(child, 'exit').then(([code]) => code as number | null);
  }

  static start(app: App, environment: Readonly<Record<string, string>>, words: readonly string[] = []): ProductProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', `apps/${app}/main.ts`, ...words], {
      cwd: ROOT, env: { PATH, HOME, MINQING_HOME: join(tmpdir(), `minqing-test-${process.pid}-home`), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ProductProcess(child);
  }

  /** The end of what it wrote: why it failed, when it did. */
  get words(): string {
    return this.said;
  }

  /** Resolves with the exit code when the process is gone; null when a signal ended it. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** The product's processes, one of each, each of which can be killed and started again. */
export class Product {
  private readonly running = new Map<App, ProductProcess>();

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  start(app: App): void {
    this.running.set(app, ProductProcess.start(app, this.environment));
  }

  async kill(app: App, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    await this.running.get(app)?.kill(signal);
  }

  async stop(): Promise<void> {
    for (const app of this.running.keys()) await this.kill(app, 'SIGTERM');
  }

  words(app: App): string {
    return this.running.get(app)?.words ?? '';
  }
}

/** Asks until the answer is yes. Throws with `what` after the time-out. */
export async function until(what: () => string, timeoutMs: number, asked: () => Promise<boolean>, everyMs = 250): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await asked())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
