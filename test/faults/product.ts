import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type App = 'api' | 'projector' | 'worker';

/** The product's processes, run from the sources, each of which can be killed like any process and started again. */
export class Product {
  private readonly running = new Map<App, ChildProcess>();
  private readonly said = new Map<App, string>();

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  start(app: App): void {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', `apps/${app}/main.ts`], {
      cwd: ROOT, env: { PATH, HOME, ...this.environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (text: Buffer): void => { this.said.set(app, `${this.said.get(app) ?? ''}${text.toString('utf8')}`.slice(-8_000)); };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    this.running.set(app, child);
  }

  /** As by `kill -9`; resolves when the process is gone. */
  async kill(app: App, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.running.get(app);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async stop(): Promise<void> {
    for (const app of this.running.keys()) await this.kill(app, 'SIGTERM');
  }

  /** The end of what a process wrote: why it failed, when it did. */
  words(app: App): string {
    return this.said.get(app) ?? '';
  }
}

/** Asks until the answer is yes. Throws with `what` after the time-out. */
export async function until(what: () => string, timeoutMs: number, asked: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await asked())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
