import pg from 'pg';

/** A pool whose connections break before their n-th statement, counted over all of them, once. What a projector asks again and again while it waits is not counted. */
export class BreakingPool extends pg.Pool {
  private statements = 0;

  constructor(url: string, private readonly breaksBefore: number) {
    super({ connectionString: url, max: 12, types: { getTypeParser: ((oid: number, format: 'text') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser } });
    this.on('error', () => undefined);
    this.on('connect', (client) => this.arm(client));
  }

  get broke(): boolean {
    return this.statements >= this.breaksBefore;
  }

  private arm(client: pg.PoolClient): void {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const stream = (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
    client.on('error', () => undefined);
    Object.assign(client, { query: (...args: unknown[]) => {
      if (!String(args[0]).includes('from read.asked')) {
        this.statements += 1;
        if (this.statements === this.breaksBefore) stream.destroy();
      }
      return query(...args);
    } });
  }
}
