import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Load, Measured } from './drive.js';

/** One side of a comparison, as its own process implements it. */
export interface Side {
  /** Makes the schema and the first event of each stream. */
  prepare(url: string, load: Load): Promise<void>;
  /** What a round needs but does not measure. */
  ready?(): Promise<void>;
  round(load: Load): Promise<Measured>;
  /** Throws when the database does not hold exactly what was acknowledged. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

type Method = keyof Side;
interface Call { readonly method: Method; readonly args: unknown[] }
type Answer = { readonly result: unknown } | { readonly error: string };

/** In the child: answers the harness's calls, one at a time. */
export function serve(side: Side): void {
  process.on('message', (call: Call) => {
    const work = side[call.method] as ((...args: unknown[]) => Promise<unknown>) | undefined;
    Promise.resolve(work?.apply(side, call.args)).then(
      (result) => process.send?.({ result } satisfies Answer),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer),
    );
  });
  process.once('disconnect', () => process.exit());
}

/** In the harness: a side in a process of its own. */
export class RemoteSide {
  private constructor(readonly name: string, private readonly child: ChildProcess) {}

  /** `environment` is added to the harness's own. */
  static start(name: string, file: URL, environment: Readonly<Record<string, string>> = {}): RemoteSide {
    return new RemoteSide(name, fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, ...environment } }));
  }

  async call<M extends Method>(method: M, ...args: Parameters<NonNullable<Side[M]>>): Promise<Awaited<ReturnType<NonNullable<Side[M]>>>> {
    if (!this.child.connected) throw new Error(`${this.name} has ended`);
    this.child.send({ method, args } satisfies Call);
    const answer = await this.answer();
    if ('error' in answer) throw new Error(`${this.name}: ${answer.error}`);
    return answer.result as Awaited<ReturnType<NonNullable<Side[M]>>>;
  }

  private answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`${this.name} ended with ${code}`));
      this.child.once('exit', ended);
      this.child.once('message', (answer: Answer) => {
        this.child.off('exit', ended);
        resolve(answer);
      });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
