import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facts, Giver } from '#application';
import { loadConfig } from '#config';
import { openPool } from '#database';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { openSealedRecord, testDatabase } from '#testing/servers';
import type { Context } from '../../apps/cli/context.js';

/** A Tuesday noon in November: what the sample shows depends on the days before it. */
export const NOW = '2026-11-24T04:00:00.000Z';

export interface OpenCli {
  readonly context: Context;
  /** Until the read models show everything on record. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** What a command of the command line is given, on a new database with a projector beside it. */
export async function openCli(): Promise<OpenCli> {
  const database = await testDatabase();
  const home = await mkdtemp(join(tmpdir(), 'minqing-cli-'));
  const pool = openPool(database.url, { name: 'cli-spec' });
  const { record, store, vault, mark, digest, readable } = await openSealedRecord(pool, home);
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool);
  const readModels = readable(models);
  const projector = new Projector({ pool, store: record, log: { info() {}, error() {} } });
  projector.start();
  const config = loadConfig({ MINQING_HOME: home, DATABASE_URL: database.url });
  return {
    context: { config, pool, record, store, vault, mark, readModels, giver: new Giver(store, new Facts(store, readModels), digest), now: () => NOW },
    async caughtUp() {
      if (!(await readModels.waitFor(await store.lastPosition(), 30_000))) throw new Error('the projector is behind after 30 s');
    },
    async close() {
      await projector.stop();
      await models.close();
      await store.close();
      await pool.end();
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}
