import type pg from 'pg';
import type { Past, Positioned } from '../past.js';
import type { Projection } from '../port.js';
import { copyRows } from './copy-in.js';
import { deleteRows, loadRows, upsertRows, type Suffix, type Table } from './table.js';

/** What a page did to one row. */
export interface Change<Row> {
  readonly key: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** Where a projection's rows are kept: its table, and those that are derived from it in the same transaction. */
export interface Sink<Row extends object = object> {
  readonly projection: Projection<Row>;
  readonly tables: readonly Table<never>[];
  load(client: pg.ClientBase, keys: readonly string[], suffix: Suffix): Promise<ReadonlyMap<string, Row>>;
  write(client: pg.ClientBase, changes: readonly Change<Row>[], suffix: Suffix): Promise<void>;
  /** Adds rows of which none is there yet to tables without indexes; `onRow` hears how many of them are sent. */
  copyIn(client: pg.ClientBase, rows: readonly Row[], suffix: Suffix, onRow: (done: number) => void): Promise<void>;
  /** Called when rows were copied in by several calls, before the indexes are made. */
  joinCopied?(client: pg.ClientBase, suffix: Suffix): Promise<void>;
  /** Where rows go that are no longer so. Absent: nobody asks how they were. */
  readonly past?: PastKeeping;
}

/** The table of rows as they were, which is one of the sink's, and what a row becomes in it. */
export interface PastKeeping {
  readonly table: Table<Past>;
  stored(rows: readonly Past[]): Promise<readonly Past[]>;
}

/** The table beside a live one that keeps its rows as they were, without the columns that no question is about. */
export function pastTable<Row extends Positioned>({ name, key, columns, indexes }: Table<Row>, { without = [], ...own }: { readonly without?: readonly (keyof Row & string)[]; readonly indexes?: readonly string[] } = {}): Table<Past> {
  const kept = Object.fromEntries(Object.entries(columns).filter(([column]) => !without.includes(column as keyof Row & string)));
  const past: Table<Past<Row>> = {
    name: `${name}_past`,
    key: [...key, 'position'],
    columns: { ...kept, until: 'bigint' } as Table<Past<Row>>['columns'],
    indexes: own.indexes ?? indexes,
  };
  return past as unknown as Table<Past>;
}

/** The sink of a projection that needs one table, and one for its past. */
export function keepingPast<Row extends Positioned>(projection: Projection<Row>, table: Table<Row>): Sink<Row> {
  const past = pastTable(table);
  return { ...tableSink(projection, table), tables: [table, past], past: { table: past, stored: async (rows) => rows } };
}

/** The sink of a projection that needs one table and nothing else. */
export function tableSink<Row extends object>(projection: Projection<Row>, table: Table<Row>): Sink<Row> {
  const key = table.key[0]!;
  return {
    projection,
    tables: [table],
    load: async (client, keys, suffix) => projection.rowPerEvent ? new Map() : new Map((await loadRows(client, table, keys, suffix)).map((row) => [String(row[key]), row])),
    write: async (client, changes, suffix) => {
      await upsertRows(client, table, changes.flatMap(({ after }) => after ?? []), suffix);
      await deleteRows(client, table, changes.filter(({ before, after }) => before && !after).map((change) => change.key), suffix);
    },
    copyIn: (client, rows, suffix, onRow) => copyRows(client, table, rows, suffix, onRow),
  };
}
