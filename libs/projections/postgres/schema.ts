import { migrate, withTransaction } from '#database';
import type { EventStore } from '#event-store';
import type pg from 'pg';
import { migrations } from './migrations.js';
import type { Sink } from './sink.js';
import { openSinks } from './sinks.js';
import { createTable, indexTable } from './table.js';

/**
 * Makes the schema `read` with empty read models where there are none. Safe when several processes boot at once. A read
 * model of an older version is left as it is: the projector rebuilds it.
 */
export async function prepareReadModels(pool: pg.Pool): Promise<void> {
  await migrate(pool, 'read', migrations);
  const noStore: Pick<EventStore, 'readStream'> = { readStream: async () => { throw new Error('tables are made without reading'); } };
  await withTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('minqing/read/tables', 0))`);
    for (const sink of openSinks(noStore)) await createMissing(client, sink);
  });
}

async function createMissing(client: pg.ClientBase, { projection, tables }: Sink): Promise<void> {
  const { rowCount } = await client.query(
    'insert into read.checkpoint (name, version, position) values ($1, $2, 0) on conflict do nothing', [projection.name, projection.version],
  );
  if (rowCount === 0) return;
  for (const table of tables) {
    await createTable(client, table, '');
    await indexTable(client, table, '');
  }
}
