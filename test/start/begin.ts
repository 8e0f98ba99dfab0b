import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { INSTALLATION } from '#config';
import { until } from '../faults/product.js';

/** `npm start` as a newcomer types it, on a data folder of its own. */
export class Start {
  said = '';
  private constructor(readonly child: ChildProcess) {
    const keep = (text: Buffer): void => { this.said += text.toString('utf8'); };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
  }

  static begin(environment: NodeJS.ProcessEnv): Start {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return new Start(spawn(process.execPath, ['apps/minqing/start.mjs'], { cwd: INSTALLATION, env: { ...env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  async ready(): Promise<void> {
    await this.says('Minqing is ready.');
  }

  async says(words: string): Promise<void> {
    await until(() => this.said, 180_000, async () => this.said.includes(words) || this.child.exitCode !== null);
    expect(this.said).toContain(words);
  }

  async interrupt(): Promise<number | null> {
    const gone = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill('SIGINT');
    return (await gone)[0];
  }
}
