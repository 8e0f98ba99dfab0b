import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** apps/worker as a process of its own, run from the sources, so that it can be killed like one. */
export class WorkerProcess {
  private said = '';
  readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (text: Buffer) => { this.said += text.toString('utf8'); });
    child.stderr!.on('data', (text: Buffer) => { this.said += text.toString('utf8'); });
    this.ended = once(child, 'exit').then(([code]) => code as number | null);
  }

  static start(environment: Readonly<Record<string, string>>): WorkerProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', 'apps/worker/main.ts'], {
      cwd: ROOT, env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new WorkerProcess(child);
  }

  get words(): string {
    return this.said;
  }

  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
