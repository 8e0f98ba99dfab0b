import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { Facts, Giver } from '#application';
import { loadConfig } from '#config';
import { openPool } from '#database';
import { openDesk } from '#identity';
import { instantOf } from '#kernel';
import { PostgresReadModels, prepareReadModels, projectionHealth, Projector } from '#projections/postgres';
import type { EventStore } from '#event-store';
import { createApi } from '../../apps/api/create-api.js';
import { openOperatorParts } from '../../apps/api/open-parts.js';
import { loadSample } from '../../apps/cli/commands/sample.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { openSealedRecord, testDatabase } from '../../libs/testing/servers.js';

export interface Product {
  readonly store: EventStore;
  readonly url: string;
  /** Login and password of each account of the sample campaign. */
  readonly accounts: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** The product as people meet it: the sample campaign on a new database, the API and these built pages on one loopback port. */
export async function openProduct(webRoot: string, port = 0): Promise<Product> {
  const database = await testDatabase();
  const home = await mkdtemp(join(tmpdir(), 'minqing-browser-'));
  const pool = openPool(database.url, { max: 20 });
  const { record, store, vault, mark, digest, readable } = await openSealedRecord(pool, home);
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool, { pollMs: 50 });
  const readModels = readable(models);
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const projector = new Projector({ pool, store: record, log: logger });
  projector.start();
  const now = () => instantOf(Date.now());
  const config = loadConfig({ MINQING_HOME: home, DATABASE_URL: database.url });
  const context = { config, pool, record, store, vault, mark, readModels, giver: new Giver(store, new Facts(store, readModels), digest), now };
  const { file } = await loadSample(context, new Terminal('zh-Hant', true));
  const desk = await openDesk({ pool, now, readModels, offsetMinutes: 480 });
  const { app } = await createApi({
    store, recordHealth: () => record.health(), readModels, digest, readModelsHealth: () => projectionHealth(pool), operators: await openOperatorParts(pool, record), desk, now, logger, isClockReachable: null,
    settings: { publicUrl: 'http://127.0.0.1', trustedProxies: [], webRoot, version: '0.0.0', offsetMinutes: 480, requestsPerMinute: 100_000, openRequestsPerMinute: 100_000, mostStreams: 20 },
  });
  await app.listen(port, '127.0.0.1');
  return {
    store,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    accounts: accountsIn(await readFile(file, 'utf8')),
    close: async () => {
      await app.close();
      await projector.stop();
      await models.close();
      await store.close();
      await pool.end();
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}

function accountsIn(notes: string): ReadonlyMap<string, string> {
  const lines = notes.trim().split('\n').map((line) => line.split(/\s+/));
  return new Map(lines.flatMap(([login, password]) => (login && password ? [[login, password] as const] : [])));
}
