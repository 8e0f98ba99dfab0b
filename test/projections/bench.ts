import { openPool } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { PostgresReadModels, prepareReadModels, Projector, type ProjectorLog } from '#projections/postgres';
import { testDatabase } from '../../libs/testing/servers.js';
import type pg from 'pg';
import { World } from './world.js';

export const SILENT: ProjectorLog = { info: () => undefined, error: () => undefined };

/** Record, projector and read models on a database of their own. */
export interface Bench {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly store: PostgresEventStore;
  readonly world: World;
  readonly models: PostgresReadModels;
  /** Resolves when all read models have taken everything that is on record; a process that follows must be given the time to start. */
  settled(ms?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openBench({ projecting = true, founded = true, log = SILENT } = {}): Promise<Bench> {
  const database = await testDatabase();
  const store = await openPostgresStore({ url: database.url, pollMs: 100 });
  const pool = openPool(database.url, { max: 12 });
  await prepareReadModels(pool);
  const projector = projecting ? new Projector({ pool, store, log, againMs: 20 }) : undefined;
  projector?.start();
  const models = new PostgresReadModels(pool, { pollMs: 50 });
  const world = new World(store);
  if (founded) await world.found();
  const settled = async (ms = 20_000): Promise<void> => {
    if (!await models.waitFor(await store.lastPosition(), ms)) throw new Error('read models did not reach the end of the log');
  };
  return {
    url: database.url, pool, store, world, models, settled,
    close: async () => {
      await projector?.stop();
      await models.close();
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}
