import pg from 'pg';

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;

/**
 * How values leave the database everywhere in the product: `bigint` as a number, `date` as a civil date's text,
 * `timestamptz` as an instant's text. pg's own choice (text, and Date in the process's zone) would lose the first two meanings.
 */
const readers = new Map<number, (text: string) => unknown>([
  [INT8, safeInteger],
  [DATE, (text) => text],
  [TIMESTAMPTZ, (text) => new Date(text).toISOString()],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : readers.get(oid)) ?? pg.types.getTypeParser(oid, format as 'text'),
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}

const SESSION = '-c timezone=UTC -c default_transaction_isolation=read\\ committed';

export interface PoolOptions {
  /** Most connections at once; 10 when not given. */
  readonly max?: number;
  /** Shown in pg_stat_activity, so that an operator sees who holds a connection. */
  readonly name?: string;
}

/**
 * Settings of one connection; a client outside of a pool is made with the pool's `options`. The isolation level is settled
 * here because code that waits for a lock and then reads relies on it, whatever the server's default is.
 */
function connectionSettings(url: string, name = 'minqing'): pg.ClientConfig {
  return { connectionString: url, application_name: name, types, keepAlive: true, keepAliveInitialDelayMillis: 10_000, connectionTimeoutMillis: 10_000, options: SESSION };
}

/** A pool of lazily opened connections. The caller ends it. */
export function openPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(url, options.name), max: options.max ?? 10 });
  // A connection may break at any time, idle or taken, also after its query has failed: whoever uses it next hears of it.
  // Without listeners the first such event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
