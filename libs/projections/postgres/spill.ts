import type pg from 'pg';

const TABLE = 'pg_temp.folded';
/** Rows that travel in one statement, at most. */
const AT_ONCE = 1000;

export type FoldedRow = readonly [key: string, row: object | null];

/** Folded rows kept in a table of the connection's own: it is no part of the schema and ends with the connection, however that ends. */
export class Spill {
  private made = false;

  constructor(private readonly client: pg.ClientBase) {}

  /** Whether anything was put here. */
  get used(): boolean {
    return this.made;
  }

  async put(rows: Iterable<FoldedRow>): Promise<void> {
    if (!this.made) await this.make();
    let keys: string[] = [];
    let texts: string[] = [];
    for (const [key, row] of rows) {
      keys.push(key);
      texts.push(JSON.stringify(row));
      if (keys.length < AT_ONCE) continue;
      await this.write(keys, texts);
      [keys, texts] = [[], []];
    }
    await this.write(keys, texts);
  }

  /** Those of the rows with these keys that are here. */
  async find(keys: readonly string[]): Promise<readonly FoldedRow[]> {
    const { rows } = await this.client.query<{ key: string; row: string }>(`select f.key, f.row from unnest($1::text[]) as asked (key) join ${TABLE} f using (key)`, [keys]);
    return rows.map(({ key, row }) => [key, JSON.parse(row) as object | null]);
  }

  async count(): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(`select count(*) as count from ${TABLE}`);
    return rows[0]!.count;
  }

  /** All rows that are, in the order in which they first came here, so many at a time. */
  async *all(atOnce: number): AsyncIterable<readonly object[]> {
    await this.client.query(`create unique index on ${TABLE} (ordinal)`);
    for (let behind = 0; ;) {
      const { rows } = await this.client.query<{ ordinal: number; row: string }>(`select ordinal, row from ${TABLE} where ordinal > $1 order by ordinal limit $2`, [behind, atOnce]);
      if (rows.length === 0) return;
      behind = rows.at(-1)!.ordinal;
      yield rows.flatMap(({ row }) => (JSON.parse(row) as object | null) ?? []);
    }
  }

  async drop(): Promise<void> {
    await this.client.query(`drop table if exists ${TABLE}`);
    this.made = false;
  }

  private async make(): Promise<void> {
    await this.drop();
    await this.client.query(`create temporary table folded (key text collate "C" primary key, row text not null, ordinal bigint generated always as identity)`);
    this.made = true;
  }

  private async write(keys: readonly string[], texts: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.client.query(
      `insert into ${TABLE} (key, row) select * from unnest($1::text[], $2::text[]) on conflict (key) do update set row = excluded.row`, [keys, texts],
    );
  }
}
