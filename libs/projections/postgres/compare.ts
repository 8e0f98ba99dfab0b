import type pg from 'pg';
import { columnName, type Table } from './table.js';

/** How far a live table is from the fold of the log: rows that differ, are missing or too many, and a few of their keys. */
export interface Difference {
  readonly table: string;
  readonly rows: number;
  readonly keys: readonly string[];
}

/** Compares the live tables with those beside them, every column of every row. Tables that are equal are not named. */
export async function differences(client: pg.ClientBase, tables: readonly Table<never>[]): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const table of tables) {
    const names = Object.keys(table.columns).map((property) => `"${columnName(property)}"`);
    const key = (table.key as readonly string[]).map((property) => `"${columnName(property)}"`);
    const all = (alias: string): string => `(${names.map((name) => `${alias}.${name}`).join(', ')})`;
    const { rows } = await client.query<{ rows: number; keys: string[] | null }>(
      `with different as (
         select concat_ws('/', ${key.join(', ')}) as key
         from read."${table.name}" live full join read."${table.name}_next" anew using (${key.join(', ')})
         where ${all('live')} is distinct from ${all('anew')}
       )
       select count(*) as rows, (select array_agg(key) from (select key from different order by key limit 10) first) as keys from different`,
    );
    if (rows[0]!.rows > 0) found.push({ table: table.name, rows: rows[0]!.rows, keys: rows[0]!.keys ?? [] });
  }
  return found;
}
