import { Fault } from '#kernel';
import type pg from 'pg';
import { ADVANCED } from './announce.js';
import { alone, withAnother, withLiveHeld, type RebuildParts } from './alone.js';
import { catchUp } from './catch-up.js';
import { readCheckpoint, type Checkpoint } from './checkpoint.js';
import { readCopy, SUFFIX, type CopyName } from './copies.js';
import type { Sink } from './sink.js';
import { moveSkips } from './skips.js';
import { columnsOf, dropTable, moveTable, type Suffix } from './table.js';

/** Puts the next in the live one's place and keeps that as the one before. Within the transaction that holds the live one. */
export async function putInPlace(client: pg.ClientBase, sink: Sink, next: Checkpoint, live: Checkpoint, by: string): Promise<void> {
  await exchange(client, sink, { from: 'next', to: 'before' }, next, live, by);
}

/**
 * Puts the one that stood there before back in the live one's place, brought to the same position first: the checkpoint
 * never goes back. What it takes the place of becomes the next, so a switch takes the undoing back, and of two that undo
 * at once the second is told that nothing is kept. Answers with the position. Faults: `rebuild-running`, `undo-nothing-kept`,
 * `undo-other-version` (this version of the product would build it anew at once), `rebuild-stopped`, `record-shorter`.
 */
export async function undoSwitch(parts: RebuildParts, name: string, by: string): Promise<number> {
  return await alone(parts, name, 'rebuild', async (client, sink) => withAnother(parts.pool, async (other) => {
    const before = await readCopy(client, name, 'before');
    if (!before) throw new Fault('undo-nothing-kept', { params: { name }, tryNext: 'rebuild it: nothing was switched, or what was kept has been dropped' });
    const { version: known } = sink.projection;
    if (before.version !== known) throw new Fault('undo-other-version', { params: { name, version: before.version, known }, tryNext: 'undo with the version of the product that made it' });
    let at = await catchUp(other, parts.store, sink, before, (await readCheckpoint(client, name)).position);
    await withLiveHeld(client, name, async (live) => {
      at = await catchUp(other, parts.store, sink, { copy: 'before', position: at }, live.position);
      await exchange(client, sink, { from: 'before', to: 'next' }, { version: known, position: at }, live, by);
    });
    await client.query(`notify ${ADVANCED}`);
    return at;
  }));
}

/** One copy takes the live one's place, and that the place of the other: its tables, its checkpoint, and what it was made to skip. */
async function exchange(client: pg.ClientBase, sink: Sink, { from, to }: { readonly from: CopyName; readonly to: CopyName }, coming: Checkpoint, leaving: Checkpoint, by: string): Promise<void> {
  const { name } = sink.projection;
  for (const table of sink.tables) await dropTable(client, table, SUFFIX[to]);
  await moveTables(client, sink, '', SUFFIX[to]);
  await moveTables(client, sink, SUFFIX[from], '');
  await moveSkips(client, name, 'live', to);
  await moveSkips(client, name, from, 'live');
  await client.query('delete from read.rebuild where name = $1', [name]);
  await client.query(
    `insert into read.rebuild (name, copy, stage, version, position, done, total, by) values ($1, $2, 'ready', $3, $4, $4, $4, $5)`, [name, to, leaving.version, leaving.position, by],
  );
  await client.query('update read.checkpoint set version = $2, position = $3, moved_at = now() where name = $1', [name, coming.version, coming.position]);
  await client.query('delete from read.poison where name = $1 and position <= $2', [name, coming.position]);
}

/** An older version of the read model may lack a table. */
async function moveTables(client: pg.ClientBase, sink: Sink, from: Suffix, to: Suffix): Promise<void> {
  for (const table of sink.tables) {
    if ((await columnsOf(client, table, from)).length > 0) await moveTable(client, table, from, to);
  }
}
