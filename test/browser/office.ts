import pino, { type Logger } from 'pino';
import type pg from 'pg';
import { Facts, Giver } from '#application';
import { loadConfig } from '#config';
import { openPool } from '#database';
import { instantOf } from '#kernel';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { openSealedRecord, type SealedRecord } from '../../libs/testing/servers.js';
import type { Context } from '../../apps/cli/context.js';

/** The parts of an installation on one database, with a projector at work. */
export interface Office {
  readonly context: Context;
  readonly pool: pg.Pool;
  readonly sealed: SealedRecord;
  readonly logger: Logger;
  close(): Promise<void>;
}

export async function openOffice(url: string, home: string): Promise<Office> {
  const pool = openPool(url, { max: 20 });
  const sealed = await openSealedRecord(pool, home);
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool, { pollMs: 50 });
  const readModels = sealed.readable(models);
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const { record, store, vault, mark, digest } = sealed;
  const projector = new Projector({ pool, store: record, log: logger });
  projector.start();
  const config = loadConfig({ MINQING_HOME: home, DATABASE_URL: url });
  return {
    context: { config, pool, record, store, vault, mark, readModels, giver: new Giver(store, new Facts(store, readModels), digest), now: () => instantOf(Date.now()) },
    pool, sealed, logger,
    async close() {
      await projector.stop();
      await models.close();
      await store.close();
      await pool.end();
    },
  };
}
