import type pg from 'pg';
import { withTransaction } from '#database';
import { Fault } from '#kernel';
import type { SealMark } from '#seal';
import type { PartLine } from './backup-parts.js';

export type Row = Readonly<Record<string, unknown>>;

interface Table {
  readonly name: string;
  readonly key: string;
  /** What of it belongs to a backup with so many seals. */
  readonly where?: (seals: SealMark) => string;
  readonly appendOnly?: true;
  /** Its numbers are given by the database, and go on behind the greatest. */
  readonly numbered?: true;
}

/** What does not follow from the record. Sessions and attempts to sign in end with the installation; read models are made anew. */
const TABLES: readonly Table[] = [
  { name: 'privacy.installation', key: 'one' },
  { name: 'privacy.person_key', key: 'id' },
  { name: 'identity.account', key: 'login' },
  { name: 'identity.audit', key: 'id', appendOnly: true, numbered: true },
  { name: 'seal.installation', key: 'one', appendOnly: true },
  { name: 'seal.key', key: 'number', where: ({ keys }) => `number <= ${keys}`, appendOnly: true },
  { name: 'seal.checkpoint', key: 'number', where: ({ checkpoints }) => `number <= ${checkpoints}`, appendOnly: true },
];
const PAGE = 2_000;
const SCHEMAS: readonly string[] = [...new Set(TABLES.map(({ name }) => name.split('.')[0]!))];

/** The newest migration of each schema that tables are kept of. */
export async function schemaVersions(pool: pg.Pool): Promise<Readonly<Record<string, string>>> {
  const versions: [string, string][] = [];
  for (const schema of SCHEMAS) {
    const { rows: [row] } = await pool.query<{ name: string }>(`select name from ${schema}.migration order by name desc limit 1`);
    versions.push([schema, row!.name]);
  }
  return Object.fromEntries(versions);
}

/** Fault `backup-newer` when a table was kept in a form that this product does not know: its columns would be left out. */
export async function refuseNewerTables(pool: pg.Pool, kept: Readonly<Record<string, string>>): Promise<void> {
  const here = await schemaVersions(pool);
  const newer = Object.entries(kept).find(([schema, version]) => !(schema in here) || version > here[schema]!);
  if (newer) throw new Fault('backup-newer', { params: { what: newer.join(' ') }, tryNext: 'restore it with the version of the product that made it, or a later one' });
}


/**
 * All of one moment, which must not be before the last event's: its persons' keys are older. Of the seals no more than were read
 * before: a key signs behind checkpoints that are not there otherwise.
 */
export async function* tableLines(pool: pg.Pool, seals: SealMark): AsyncGenerator<PartLine> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    for (const table of TABLES) for await (const line of rowsOf(client, table, seals)) yield { part: table.name, line };
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

async function* rowsOf(client: pg.PoolClient, { name, key, where }: Table, seals: SealMark): AsyncGenerator<string> {
  await client.query(`declare kept cursor for select to_jsonb(kept) as row from ${name} kept ${where === undefined ? '' : `where ${where(seals)}`} order by ${key}`);
  for (;;) {
    const { rows } = await client.query<{ row: Row }>(`fetch ${PAGE} from kept`);
    if (rows.length === 0) break;
    yield `${JSON.stringify({ table: name, rows: rows.map(({ row }) => row) })}\n`;
  }
  await client.query('close kept');
}

/** Puts the rows where a new installation has begun its own: all of them, or none. */
export async function fillTables(pool: pg.Pool, parts: AsyncIterable<{ readonly table: string; readonly rows: readonly Row[] }>): Promise<void> {
  await withTransaction(pool, async (client) => {
    const guarded = TABLES.filter(({ appendOnly }) => appendOnly);
    for (const { name } of guarded) await client.query(`alter table ${name} disable trigger append_only`);
    for (const { name } of TABLES.toReversed()) await client.query(`delete from ${name}`);
    for await (const { table: name, rows } of parts) {
      const table = TABLES.find((one) => one.name === name);
      const [row] = rows;
      if (!table || !row) continue;
      // A column that is younger than the backup takes what it has by default.
      const columns = Object.keys(row).map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
      await client.query(`insert into ${name} (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`, [JSON.stringify(rows)]);
    }
    for (const { name } of TABLES.filter(({ numbered }) => numbered)) await client.query(`select setval(pg_get_serial_sequence('${name}', 'id'), (select coalesce(max(id), 0) + 1 from ${name}), false)`);
    for (const { name } of guarded) await client.query(`alter table ${name} enable always trigger append_only`);
  });
}
