import type { EventStore, RecordedEvent } from '#event-store';
import type pg from 'pg';
import type { Projection } from '../port.js';
import type { OnProgress } from '../rebuilds.js';
import { withAnother, type RebuildParts } from './alone.js';
import { CopyIn } from './copy-in.js';
import { HeldRows } from './held-rows.js';
import { fold } from './page.js';
import { FoldFailure, liesInTheEvent, PoisonEvent } from './poison.js';
import type { Sink } from './sink.js';
import { take } from './take.js';
import { createTable, dropTable, indexTable, qualified, type Suffix, type Table } from './table.js';

export interface FillLimits {
  /** Bytes of folded rows in memory, as reckoned. A page's rows may come on top. */
  readonly heldBytes: number;
  /** Events that are read and folded at once. */
  readonly pageEvents: number;
}

/**
 * Held: at 1.6 to 4.6 kB a row of the ledger with short texts, 60,000 rows and more; below it nothing is ever put aside. Few events a page, so
 * that it is garbage before the collector has carried it on: a quarter less work than with 5,000.
 */
const USUAL: FillLimits = { heldBytes: 256 * 2 ** 20, pageEvents: 500 };

/** Tables to be made and filled: which, how far of the record, and without which events. */
export interface Filling {
  readonly sink: Sink;
  readonly suffix: Suffix;
  readonly end: number;
  readonly leftOut: ReadonlySet<number>;
  /** The usual ones where not given. */
  readonly limits?: Partial<FillLimits> | undefined;
}

export interface Filled {
  readonly rows: number;
  readonly position: number;
}

/** For each of the two connections that make indexes. */
const INDEX_MEMORY = '256MB';

/**
 * Makes the tables anew and fills them with the fold of the record, by COPY and then the indexes. Present rows are held in
 * memory up to a limit; past ones, and those of a read model of one row an event, are copied page by page. Throws PoisonEvent with the event that cannot be taken.
 */
export async function fill(client: pg.ClientBase, { pool, store }: RebuildParts, filling: Filling, onProgress: OnProgress): Promise<Filled> {
  const { projection } = filling.sink;
  try {
    // The further connection is ended before anything else is tried: an open COPY would hold its table.
    return await withAnother(pool, (other) => fillByCopy([client, other], store, filling, onProgress));
  } catch (error) {
    if (error instanceof FoldFailure) throw new PoisonEvent(projection.name, error.event, error);
    if (!liesInTheEvent(error)) throw error;
    // The server refused a value of a row, which does not tell of which event: page by page finds it.
    return await fillByPages(client, store, filling, onProgress);
  }
}

/** Also removes what one that was killed left behind. */
async function startAfresh(client: pg.ClientBase, { sink, suffix }: Filling): Promise<void> {
  for (const table of sink.tables) {
    await dropTable(client, table, suffix);
    await createTable(client, table, suffix);
  }
}

/** Past rows travel on the second connection while the next page is folded, and their table is indexed while the present rows are copied. */
async function fillByCopy([client, other]: readonly [pg.ClientBase, pg.ClientBase], store: Pick<EventStore, 'readAll'>, filling: Filling, onProgress: OnProgress): Promise<Filled> {
  const { sink, sink: { past }, suffix, end, leftOut } = filling;
  const { heldBytes, pageEvents } = { ...USUAL, ...filling.limits };
  await startAfresh(client, filling);
  for (const each of [client, other]) await each.query(`set maintenance_work_mem = '${INDEX_MEMORY}'`);
  const pastRows = past && new CopyIn(other, past.table, suffix);
  const held = new HeldRows(client, heldBytes);
  let position = 0;
  let rows = 0;
  for await (const page of pages(store, end, pageEvents)) {
    const events = leftOut.size === 0 ? page : page.filter((event) => !leftOut.has(event.position));
    await held.bring(() => keysOf(sink.projection, events));
    const ended = fold(sink, held, events);
    if (past) await pastRows!.write(await past.stored(ended));
    position = page.at(-1)!.position;
    if (sink.projection.rowPerEvent) rows += await copyIn(client, filling, held, () => undefined);
    onProgress({ stage: 'fold', done: position, total: end, heldBytes: held.bytes });
    await held.settle();
  }
  const pastIsDone = pastRows?.end().then(() => indexTable(other, past!.table, suffix));
  pastIsDone?.catch(() => undefined);
  rows += await copyIn(client, filling, held, (done, total) => onProgress({ stage: 'copy', done, total }));
  await index(client, filling, sink.tables.filter((table) => table !== past?.table), onProgress);
  await pastIsDone;
  onProgress({ stage: 'index', done: sink.tables.length, total: sink.tables.length });
  return { rows, position };
}

/** The keys of the events, up to one that the fold itself will stop at. */
function* keysOf(projection: Projection<object>, events: readonly RecordedEvent[]): Iterable<string> {
  for (const event of events) {
    let key: string | null;
    try {
      key = projection.keyOf(event);
    } catch {
      return;
    }
    if (key !== null) yield key;
  }
}

/** Copies in what was folded; how many rows. */
async function copyIn(client: pg.ClientBase, { sink, suffix }: Filling, held: HeldRows, onRow: (done: number, total: number) => void): Promise<number> {
  const { total, batches } = await held.drain();
  let count = 0;
  let copies = 0;
  for await (const rows of batches) {
    await sink.copyIn(client, rows, suffix, (done) => onRow(count + done, total));
    count += rows.length;
    copies += 1;
  }
  if (copies > 1) await sink.joinCopied?.(client, suffix);
  await held.end();
  return count;
}

async function index(client: pg.ClientBase, { sink, suffix }: Filling, tables: readonly Table<never>[], onProgress: OnProgress): Promise<void> {
  for (const [done, table] of tables.entries()) {
    await indexTable(client, table, suffix);
    onProgress({ stage: 'index', done: done + 1, total: sink.tables.length });
  }
}

async function fillByPages(client: pg.ClientBase, store: Pick<EventStore, 'readAll'>, filling: Filling, onProgress: OnProgress): Promise<Filled> {
  const { sink, suffix, end, leftOut } = filling;
  await startAfresh(client, filling);
  await index(client, filling, sink.tables, () => undefined);
  let position = 0;
  for await (const events of pages(store, end, filling.limits?.pageEvents ?? USUAL.pageEvents)) {
    const taken = events.filter((event) => !leftOut.has(event.position));
    if (taken.length > 0) await take(client, { sink, suffix, move: async () => true, moved: () => undefined }, position, taken);
    position = events.at(-1)!.position;
    onProgress({ stage: 'fold', done: position, total: end });
  }
  const { rows: [counted] } = await client.query<{ rows: number }>(`select count(*) as rows from ${qualified(sink.tables[0]!, suffix)}`);
  return { rows: counted!.rows, position };
}

/** The log up to a position: the server reads a page while the one before is folded here. */
async function* pages(store: Pick<EventStore, 'readAll'>, end: number, limit: number): AsyncIterable<readonly RecordedEvent[]> {
  const read = async (after: number): Promise<readonly RecordedEvent[]> => (after < end ? await store.readAll({ after, limit: Math.min(limit, end - after) }) : []);
  for (let reading = read(0); ;) {
    const events = await reading;
    if (events.length === 0) return;
    reading = read(events.at(-1)!.position);
    reading.catch(() => undefined);
    yield events;
  }
}
