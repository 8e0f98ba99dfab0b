import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Fault } from '#kernel';
import { findTemporal, startTemporal, type Temporal } from '#servers';

export { openSealedRecord, type SealedRecord } from './sealed-record.js';

export interface Filled {
  readonly name: string;
  fill(url: string): Promise<void>;
}

/**
 * A new database on the run's one PostgreSQL: empty, or a copy of one that is filled when it is first asked for.
 * `drop` also ends whatever is still connected to it.
 */
export async function testDatabase({ copyOf }: { readonly copyOf?: Filled } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Fault('no-test-postgres', { tryNext: 'jest starts it in test/global-setup: run the spec by `npm run jest -- <file>`.' });
  const name = `t_${randomBytes(8).toString('hex')}`;
  if (copyOf) await fillOnce(server, copyOf);
  await administer(server, (client) => client.query(`create database ${name}${copyOf ? ` template ${copyOf.name}` : ''}`));
  return { url: addressOf(server, name), drop: () => administer(server, (client) => client.query(`drop database if exists ${name} with (force)`)) };
}

/** The suites of a run may ask at the same time: one fills, the others wait. What is half filled does not bear the name. */
async function fillOnce(server: string, { name, fill }: Filled): Promise<void> {
  await administer(server, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return;
    await client.query(`drop database if exists filling_${name} with (force)`);
    await client.query(`create database filling_${name}`);
    await fill(addressOf(server, `filling_${name}`));
    await client.query(`alter database filling_${name} rename to ${name}`);
  });
}

function addressOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  /** Ends the server for good and removes its data. */
  stop(): Promise<void>;
  /** As by `kill -9`; the data file stays. */
  kill(): Promise<void>;
  /** Again, on the same address and data, after `kill`. */
  start(): Promise<void>;
}

/** A Temporal server of the suite's own. */
export async function testTemporal(): Promise<TestTemporal> {
  const folder = await mkdtemp(join(tmpdir(), `minqing-test-${process.pid}-`));
  const dataFile = join(folder, 'temporal.db');
  const program = await findTemporal();
  let server: Temporal = await startTemporal({ dataFile, program });
  const { address, namespace, port } = server;
  return {
    address,
    namespace,
    kill: () => server.kill(),
    start: async () => {
      server = await startTemporal({ dataFile, program, port });
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
