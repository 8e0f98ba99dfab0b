import type pg from 'pg';
import type { Difference, TableComparison } from '../rebuilds.js';
import { columnName, columnsOf, qualified, type Suffix, type Table } from './table.js';

/** Compares the live tables with those beside them, every column that both have of every row. */
export async function compareTables(client: pg.ClientBase, tables: readonly Table<never>[], suffix: Suffix): Promise<readonly TableComparison[]> {
  const compared: TableComparison[] = [];
  for (const table of tables) compared.push(await compareTable(client, table, suffix));
  return compared;
}

/** Tables that are equal are not named. */
export async function differences(client: pg.ClientBase, tables: readonly Table<never>[], suffix: Suffix): Promise<readonly Difference[]> {
  return (await compareTables(client, tables, suffix)).filter(({ rows }) => rows > 0).map(({ table, rows, keys }) => ({ table, rows, keys }));
}

async function compareTable(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<TableComparison> {
  const live = await columnsOf(client, table, '');
  const key = (table.key as readonly string[]).map(columnName);
  const beside = await countRows(client, table, suffix);
  if (!key.every((column) => live.includes(column))) return { table: table.name, live: null, beside, rows: beside, keys: [] };
  const shared = Object.keys(table.columns).map(columnName).filter((column) => live.includes(column));
  const keys = key.map((column) => `"${column}"`).join(', ');
  const all = (alias: string): string => `(${shared.map((column) => `${alias}."${column}"`).join(', ')})`;
  const { rows: [found] } = await client.query<{ rows: number; keys: string[] | null }>(
    `with different as (
       select concat_ws('/', ${keys}) as key
       from ${qualified(table, '')} live full join ${qualified(table, suffix)} anew using (${keys})
       where ${all('live')} is distinct from ${all('anew')}
     )
     select count(*) as rows, (select array_agg(key) from (select key from different order by key limit 10) first) as keys from different`,
  );
  return { table: table.name, live: await countRows(client, table, ''), beside, rows: found!.rows, keys: found!.keys ?? [] };
}

async function countRows(client: pg.ClientBase, table: Table<never>, suffix: Suffix): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(`select count(*) as rows from ${qualified(table, suffix)}`);
  return rows[0]!.rows;
}
