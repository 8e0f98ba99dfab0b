import { Fault } from '#kernel';
import type { EventStore, RecordedEvent } from '#event-store';
import type pg from 'pg';
import { ADVANCED } from './announce.js';
import { readCheckpoint } from './checkpoint.js';
import { differences, type Difference } from './compare.js';
import { applyPage, fold } from './page.js';
import { openSinks } from './sinks.js';
import type { Sink } from './sink.js';
import { createTable, dropTable, indexTable, switchTable } from './table.js';

export interface RebuildParts {
  readonly pool: pg.Pool;
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>;
}

export type OnProgress = (progress: { readonly stage: 'fold' | 'copy' | 'index' | 'finish'; readonly done: number; readonly total: number }) => void;

const PAGE = 5000;
const LOCK_TIMED_OUT = '55P03';

/**
 * Folds a read model anew beside the live one, which goes on, and puts it in its place in one transaction. Needs memory
 * for all rows, but for a read model of one row an event. Faults: `rebuild-running`, `projection-unknown`, `record-shorter` (the live one has seen more than the record now holds); what a poison event threw leaves the live one as it is.
 */
export async function rebuild(parts: RebuildParts, name: string, onProgress: OnProgress = () => undefined): Promise<{ readonly events: number; readonly rows: number }> {
  return await beside(parts, name, async (client, sink) => {
    const { rows, position } = await foldAnew(client, parts, sink, await parts.store.lastPosition(), onProgress);
    const events = await finish(client, parts, sink, position, async (at) => {
      for (const table of sink.tables) await switchTable(client, table);
      await client.query('update read.checkpoint set version = $2, position = $3, moved_at = now() where name = $1', [name, sink.projection.version, at]);
      await client.query('delete from read.poison where name = $1 and position <= $2', [name, at]);
    });
    await client.query(`notify ${ADVANCED}`);
    return { events, rows };
  });
}

/** Folds a read model anew and compares it with the live one at the same position, row by row. Changes nothing. */
export async function compareWithFold(parts: RebuildParts, name: string, onProgress: OnProgress = () => undefined): Promise<{ readonly position: number; readonly rows: number; readonly differences: readonly Difference[] }> {
  return await beside(parts, name, async (client, sink) => {
    const live = await readCheckpoint(client, name);
    const { rows, position } = await foldAnew(client, parts, sink, live.position, onProgress);
    let found: readonly Difference[] = [];
    const at = await finish(client, parts, sink, position, async () => { found = await differences(client, sink.tables); });
    return { position: at, rows, differences: found };
  });
}

async function beside<T>({ pool, store }: RebuildParts, name: string, work: (client: pg.PoolClient, sink: Sink) => Promise<T>): Promise<T> {
  const sink = openSinks(store).find(({ projection }) => projection.name === name);
  if (!sink) throw new Fault('projection-unknown', { params: { name }, tryNext: `one of ${openSinks(store).map(({ projection }) => projection.name).join(', ')}` });
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    await takeAlone(client, name);
    await startAfresh(client, sink);
    const result = await work(client, sink);
    for (const table of sink.tables) await dropTable(client, table, '_next');
    return result;
  } finally {
    // The connection's end would give the lock back too, but a moment later than the caller goes on.
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}

/** One at a time for each read model. One that has just finished may still hold its lock for a moment, so this waits a little. */
async function takeAlone(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(`set lock_timeout = '3s'`);
  await client.query(`select pg_advisory_lock(hashtextextended('minqing/read/rebuild/' || $1, 0))`, [name]).catch((cause: unknown) => {
    if ((cause as { readonly code?: string }).code !== LOCK_TIMED_OUT) throw cause;
    throw new Fault('rebuild-running', { params: { name }, transient: true, cause, tryNext: 'wait for the other rebuild or comparison to end' });
  });
  await client.query('reset lock_timeout');
}

/** Also removes what a rebuild that was killed left behind. */
async function startAfresh(client: pg.ClientBase, sink: Sink): Promise<void> {
  for (const table of sink.tables) {
    await dropTable(client, table, '_next');
    await createTable(client, table, '_next');
  }
}

async function foldAnew(client: pg.ClientBase, { store }: RebuildParts, sink: Sink, total: number, onProgress: OnProgress): Promise<{ rows: number; position: number }> {
  const folded = new Map<string, object | null>();
  let position = 0;
  let count = 0;
  const copy = async (onRow: (done: number, of: number) => void): Promise<void> => {
    const rows = [...folded.values()].filter((row) => row !== null);
    await sink.copyIn(client, rows, '_next', (done) => onRow(done, rows.length));
    folded.clear();
    count += rows.length;
  };
  for await (const events of pages(store, total)) {
    fold(sink, folded, events);
    position = events.at(-1)!.position;
    if (sink.projection.rowPerEvent) await copy(() => undefined);
    onProgress({ stage: 'fold', done: position, total });
  }
  await copy((done, of) => onProgress({ stage: 'copy', done, total: of }));
  for (const [index, table] of sink.tables.entries()) {
    await indexTable(client, table, '_next');
    onProgress({ stage: 'index', done: index + 1, total: sink.tables.length });
  }
  onProgress({ stage: 'finish', done: 0, total: 1 });
  return { rows: count, position };
}

/** The log up to a position: the server reads a page while the one before is folded here. */
async function* pages(store: Pick<EventStore, 'readAll'>, end: number): AsyncIterable<readonly RecordedEvent[]> {
  const read = async (after: number): Promise<readonly RecordedEvent[]> => (after < end ? await store.readAll({ after, limit: Math.min(PAGE, end - after) }) : []);
  for (let reading = read(0); ;) {
    const events = await reading;
    if (events.length === 0) return;
    reading = read(events.at(-1)!.position);
    reading.catch(() => undefined);
    yield events;
  }
}

/**
 * Takes what was appended meanwhile, the last of it while the live one is held at its checkpoint, then does the last act
 * in the same transaction. Answers with the position, which is the live one's or, when that has stopped, one before it.
 */
async function finish(client: pg.ClientBase, { store }: RebuildParts, sink: Sink, position: number, lastAct: (at: number) => Promise<void>): Promise<number> {
  const { name } = sink.projection;
  let at = position;
  const catchUp = async (end: number): Promise<void> => {
    while (at < end) {
      const events = await store.readAll({ after: at, limit: Math.min(1000, end - at) });
      if (events.length === 0) throw new Fault('record-shorter', { params: { name, position: end, record: at }, tryNext: 'the record has lost its end: restore it, do not rebuild from it' });
      await applyPage(client, sink, events, '_next');
      at = events.at(-1)!.position;
    }
  };
  await catchUp((await readCheckpoint(client, name)).position);
  await client.query('begin');
  try {
    await catchUp((await readCheckpoint(client, name, { lock: true })).position);
    await lastAct(at);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return at;
}
