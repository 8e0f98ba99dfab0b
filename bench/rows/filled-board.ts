import { openPool } from '#database';
import { prepareReadModels } from '#projections/postgres';
import type pg from 'pg';

const STAGES = `(array['intake', 'assignment', 'handling', 'answered'])`;
const LEVELS = `(array['community', 'subdistrict', 'district'])`;

/**
 * So many issues of one street, of which so many are open, written straight into the read models' tables: rows as wide as
 * live ones, indexes built afterwards as a rebuild does.
 */
export async function fillBoard(url: string, issues: number, open: number): Promise<void> {
  const pool = openPool(url, { name: 'bench-fill' });
  await prepareReadModels(pool);
  const client = await pool.connect();
  try {
    await client.query(`insert into read.unit (code, name, level, kind, parent, position) values ('city', '市', 'city', 'area', null, 1), ('district', '區', 'district', 'area', 'city', 2), ('street', '街道', 'subdistrict', 'area', 'district', 3)`);
    await client.query(`insert into read.unit select 'community-' || n, '社區 ' || n, 'community', 'area', 'street', 4 + n from generate_series(0, 39) n`);
    await withoutIndexes(client, ['ledger', 'board', 'board_count'], async () => {
      await client.query(LEDGER, [issues, issues / open]);
      await client.query(BOARD);
      await client.query(COUNTS);
    });
    await client.query('create index plain_order on read.ledger (due_at, issue_id)');
    await client.query('create index plain_stage on read.ledger (stage, level)');
    await client.query('vacuum analyze');
  } finally {
    client.release();
    await pool.end();
  }
}

async function withoutIndexes(client: pg.ClientBase, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string; table: string; constrained: boolean }>(
    `select indexname as name, indexdef as definition, tablename as table, exists (select from pg_constraint where conname = indexname) as constrained
     from pg_indexes where schemaname = 'read' and tablename = any($1)`, [tables]);
  for (const { name, table, constrained } of rows) await client.query(constrained ? `alter table read."${table}" drop constraint "${name}"` : `drop index read."${name}"`);
  await fill();
  await client.query(`set maintenance_work_mem = '1GB'`);
  for (const { definition } of rows) await client.query(definition);
}

/** Every so-many-th issue is open and due within three months around the questions' moment; the ids are in no order. */
const LEDGER = `insert into read.ledger (issue_id, number, title, status, stage, scope, horizon, topic, grade, area, unit, level, holders, heard_at, ended_at,
    answer, answered_at, in_time, satisfied, supervised, repeats, returns, escalations, urges, due_at, next, imported, position, state, path)
  select id, '20260101-' || substr(id, 1, 8), '樓道照明損壞，居民夜裡不敢出門', case when open then 'handling' else 'closed' end,
    case when open then (${STAGES})[1 + s.n % 4] else 'ended' end, 'individual', 'current', 'housing/lights', 'general',
    area, area, (${LEVELS})[1 + s.n / 7 % 3], array[area], heard, case when open then null else heard end,
    case when open then null else 'resolution' end, case when open then null else heard end, case when open then null else true end, case when open then null else true end,
    s.n % 50 = 0 and open, 0, 0, s.n % 3, 0, case when open then due end,
    case when open then jsonb_build_object('kind', 'handling', 'act', 'due', 'at', due, 'dueAt', due) end, false, s.n,
    jsonb_build_object('status', 'handling', 'issueId', id, 'filler', repeat('x', 600)), array['city', 'district', 'street', area]
  from (select n, md5(n::text)::uuid::text as id, n % $2::bigint = 0 as open, 'community-' || n / 11 % 40 as area,
      to_char(timestamp '2025-06-01' + make_interval(secs => n % 20000000), 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as heard,
      to_char(timestamp '2026-01-15' + make_interval(secs => (n * 7919) % 7776000), 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as due
    from generate_series(1, $1::bigint) n) s`;

const UNITS_OF = `cross join lateral unnest(array['*'] || path) as seen (by_unit)`;

const BOARD = `insert into read.board (unit, due_at, issue_id, stage, level)
  select by_unit, due_at, issue_id, stage, level from read.ledger ${UNITS_OF} where stage <> 'ended'`;

const COUNTS = `insert into read.board_count (unit, facet, value, n)
  select by_unit, facet, value, count(*) from read.ledger ${UNITS_OF}
    cross join lateral (values ('stage', stage), ('level', level), ('supervised', case when supervised then 'true' end), ('due', substr(due_at, 1, 13))) as kept (facet, value)
  where stage <> 'ended' and value is not null group by 1, 2, 3`;
