import { HttpProblem } from '../http/problem.js';

/** Long work that each session may have done one at a time, and the process a few. */
export class Running {
  private readonly keys = new Set<string>();

  constructor(private readonly most: number) {}

  /** Throws `what-if-running` while the key's last work goes on, or too much of others'. */
  async alone<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.keys.has(key) || this.keys.size >= this.most) throw new HttpProblem('what-if-running', { headers: { 'retry-after': '5' } });
    this.keys.add(key);
    try {
      return await work();
    } finally {
      this.keys.delete(key);
    }
  }
}
