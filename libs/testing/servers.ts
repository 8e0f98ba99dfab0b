import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Fault } from '#kernel';
import { findTemporal, startTemporal, type Temporal } from '#servers';

export { openSealedRecord, type SealedRecord } from './sealed-record.js';

/** A new empty database on the run's one PostgreSQL. `drop` also ends whatever is still connected to it. */
export async function testDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Fault('no-test-postgres', { tryNext: 'jest starts it in test/global-setup: run the spec by `npm run jest -- <file>`.' });
  const name = `t_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `drop database if exists ${name} with (force)`) };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
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
