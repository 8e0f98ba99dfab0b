import type pg from 'pg';

export type ColumnType = 'text' | 'int' | 'bigint' | 'boolean' | 'jsonb' | 'text[]';

/** A read model's table as data: how it is made, read, written a page at once, and filled by COPY. */
export interface Table<Row extends object> {
  readonly name: string;
  readonly key: readonly (keyof Row & string)[];
  /** Column types by property; the column is the property in snake case. */
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
  /** Further indexes: what stands behind `create index on table`. */
  readonly indexes: readonly string[];
  /** Share of a page to fill, for rows that change often. */
  readonly fillfactor?: number;
}

/** '' for the live table; '_next' for the one built beside it, '_before' for the one that stood in its place, '_check' for one that is compared and dropped. */
export type Suffix = '' | '_next' | '_before' | '_check';

export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `"unit", "due_at"`: all columns in the order of the definition. */
export function columnList(table: Table<never>, prefix = ''): string {
  return Object.keys(table.columns).map((property) => `${prefix}"${columnName(property)}"`).join(', ');
}

function keyList(table: Table<never>): string {
  return table.key.map((property) => `"${columnName(property)}"`).join(', ');
}

export function qualified(table: Table<never>, suffix: Suffix): string {
  return `read."${table.name}${suffix}"`;
}

export async function createTable(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<void> {
  // Codes and instants compare byte by byte: their order is that of the keys, and no locale's.
  const columns = Object.entries<ColumnType>(table.columns).map(([property, type]) =>
    `"${columnName(property)}" ${type}${type === 'text' ? ' collate "C"' : ''}`);
  // What is compared and dropped need not outlive the server's crash.
  await client.query(`create ${suffix === '_check' ? 'unlogged ' : ''}table ${qualified(table, suffix)} (${columns.join(', ')}) with (fillfactor = ${table.fillfactor ?? 100})`);
}

export async function indexTable(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<void> {
  const name = qualified(table, suffix);
  await client.query(`alter table ${name} add primary key (${keyList(table)})`);
  // Nobody asks questions of what is compared and dropped.
  if (suffix !== '_check') for (const index of table.indexes) await client.query(`create index on ${name} ${index}`);
  await client.query(`analyze ${name}`);
}

/** Renames a table and its indexes: it takes the other place with all that belongs to it. */
export async function moveTable(client: pg.ClientBase, table: Table<never>, from: Suffix, to: Suffix): Promise<void> {
  await client.query(`alter table ${qualified(table, from)} rename to "${table.name}${to}"`);
  const prefix = `${table.name}${from}_`;
  const { rows } = await client.query<{ name: string }>(
    `select indexname as name from pg_indexes where schemaname = 'read' and tablename = $1 and starts_with(indexname, $2)`, [`${table.name}${to}`, prefix],
  );
  for (const { name } of rows) await client.query(`alter index read."${name}" rename to "${table.name}${to}_${name.slice(prefix.length)}"`);
}

/** The columns that a table has in the database, which another version of the product may have made; none when there is no table. */
export async function columnsOf(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`, [qualified(table, suffix)],
  );
  return rows.map(({ name }) => name);
}

export async function dropTable(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<void> {
  await client.query(`drop table if exists ${qualified(table, suffix)}`);
}

/** The rows with these keys, for tables with a key of one column. */
export async function loadRows<Row extends object>(client: pg.ClientBase, table: Table<Row>, keys: readonly string[], suffix: Suffix): Promise<Row[]> {
  const select = Object.keys(table.columns).map((property) => `"${columnName(property)}" as "${property}"`).join(', ');
  const { rows } = await client.query<Row>({ name: `load-${table.name}${suffix}`, text: `select ${select} from ${qualified(table, suffix)} where ${keyList(table)} = any($1)`, values: [keys] });
  return rows;
}

/** Writes each row once, in one statement: the whole page travels as one JSON parameter. */
export async function upsertRows<Row extends object>(client: pg.ClientBase, table: Table<Row>, rows: readonly Row[], suffix: Suffix): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnList(table);
  const changes = Object.keys(table.columns).filter((property) => !table.key.includes(property as keyof Row & string))
    .map((property) => `"${columnName(property)}" = excluded."${columnName(property)}"`);
  const conflict = changes.length === 0 ? 'do nothing' : `do update set ${changes.join(', ')}`;
  await client.query({
    name: `upsert-${table.name}${suffix}`,
    text: `insert into ${qualified(table, suffix)} (${columns})
     select ${columns} from json_populate_recordset(null::${qualified(table, suffix)}, $1::json)
     on conflict (${keyList(table)}) ${conflict}`,
    values: [JSON.stringify(rows.map((row) => named(table, row)))],
  });
}

function named<Row extends object>(table: Table<Row>, row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.keys(table.columns).map((property) => [columnName(property), row[property as keyof Row]]));
}

export async function deleteRows(client: pg.ClientBase, table: Table<never>, keys: readonly string[], suffix: Suffix): Promise<void> {
  if (keys.length > 0) await client.query(`delete from ${qualified(table, suffix)} where ${keyList(table)} = any($1)`, [keys]);
}
