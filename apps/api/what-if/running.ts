import type { FastifyReply } from 'fastify';
import { HttpProblem } from '../http/problem.js';

/** Long work that somebody waits for: each session has one at a time, and the process a few. */
export class Running {
  private readonly works = new Map<string, AbortController>();

  constructor(private readonly most: number, private readonly mostMs: number) {}

  /**
   * The signal ends the work when nobody waits for it any more, when the same session has begun another one
   * (`what-if-superseded`), or when it takes too long (`what-if-too-large`). Throws `too-many-requests` while others have as many as are let in.
   */
  async alone<T>(key: string, { raw }: FastifyReply, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    // Given up before it got here, perhaps for the one that runs.
    if (raw.destroyed) throw new HttpProblem('bad-request');
    this.works.get(key)?.abort(new HttpProblem('what-if-superseded'));
    if (!this.works.has(key) && this.works.size >= this.most) throw new HttpProblem('too-many-requests', { headers: { 'retry-after': '5' } });
    const stop = new AbortController();
    this.works.set(key, stop);
    // Nobody reads that answer.
    const onClose = (): void => { stop.abort(new HttpProblem('bad-request')); };
    raw.once('close', onClose);
    const tooLong = setTimeout(() => { stop.abort(new HttpProblem('what-if-too-large')); }, this.mostMs);
    try {
      return await work(stop.signal);
    } finally {
      clearTimeout(tooLong);
      raw.off('close', onClose);
      if (this.works.get(key) === stop) this.works.delete(key);
    }
  }
}
