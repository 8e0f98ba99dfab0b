import { openPool } from '#database';
import { instantOf, millisOf, type Instant } from '#kernel';
import { PostgresReadModels } from '#projections/postgres';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { findBoard } from '../../libs/projections/postgres/queries/board.js';
import { PRESENT } from '../../libs/projections/postgres/queries/relations.js';
import { drive, type Load } from '../harness/drive.js';
import { serve } from '../harness/side.js';

/** What each reader asks again and again. */
export type Question = 'nothing' | 'first page' | 'first page alone' | 'deep page' | 'counts' | 'first page by offset' | 'deep page by offset' | 'counted now';

const SCOPE = { within: ['street'] };
const PAGE = 50;
const { BENCH_QUESTION = 'nothing', BENCH_OPEN = '0' } = process.env;
const question = BENCH_QUESTION as Question;
const open = Number(BENCH_OPEN);
const at: Instant = instantOf(millisOf('2026-03-01T00:00:00.000Z'));

/** As the interface asks, but without sharing the answer with whoever asks the same at the same time. */
const ALONE = { from: PRESENT, scope: SCOPE, area: { kind: 'one', unit: 'street' }, mine: null, now: at, offsetMinutes: 480 } as const;

let pool: pg.Pool;
let db: Kysely<unknown>;
let models: PostgresReadModels;
let cursors: readonly string[] = [];

/** Walks the board from end to end: each open issue once, in order, and the counts agree; keeps the cursors for random depth. */
async function walk(): Promise<readonly string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await models.board(cursor === undefined ? {} : { cursor }, SCOPE, at);
    for (const row of page.rows) seen.add(row.issueId);
    if (page.counts.open !== open) throw new Error(`${page.counts.open} counted of ${open}`);
    cursor = page.next ?? undefined;
    if (cursor !== undefined) found.push(cursor);
  } while (cursor !== undefined);
  if (seen.size !== open) throw new Error(`${seen.size} seen of ${open}`);
  return found;
}

/** As one writes it at first: the ledger itself, a plain index on the order, and OFFSET. */
const BY_OFFSET = `select l.issue_id, l.number, l.title, l.status, l.stage, l.scope, l.horizon, l.topic, l.grade, l.area, a.name as area_name, l.unit, u.name as unit_name,
    l.level, l.responsible, l.measure_by, l.heard_at, l.answered_at, l.ended_at, l.answer, l.in_time, l.satisfied, l.due_at < $2 as overdue, l.supervised,
    l.repeats, l.returns, l.escalations, l.next, l.imported, l.position
  from read.ledger l left join read.unit a on a.code = l.area left join read.unit u on u.code = l.unit
  where l.due_at is not null order by l.due_at, l.issue_id limit ${PAGE + 1} offset $1`;
const COUNTED_NOW = `select stage, level, count(*) as n from read.ledger where stage in ('intake', 'assignment', 'handling', 'answered') group by stage, level`;

const SLOW: readonly Question[] = ['deep page by offset', 'counted now'];

const expectRows = (rows: readonly unknown[], least: number): void => {
  if (rows.length < least) throw new Error(`${question}: ${rows.length} rows`);
};

const ASK: Readonly<Record<Question, () => Promise<void>>> = {
  'nothing': async () => expectRows((await pool.query({ name: 'nothing', text: 'select 1' })).rows, 1),
  'first page': async () => expectRows((await models.board({}, SCOPE, at)).rows, PAGE),
  'first page alone': async () => expectRows((await findBoard(db, pool, {}, ALONE)).rows, PAGE),
  'deep page': async () => expectRows((await models.board({ cursor: cursors[Math.floor(Math.random() * (cursors.length - 1))]! }, SCOPE, at)).rows, PAGE),
  'counts': async () => expectRows((await models.board({ limit: 1 }, SCOPE, at)).rows, 1),
  'first page by offset': async () => expectRows((await pool.query({ name: 'offset', text: BY_OFFSET, values: [0, at] })).rows, PAGE),
  'deep page by offset': async () => expectRows((await pool.query({ name: 'offset', text: BY_OFFSET, values: [Math.floor(Math.random() * (open - PAGE)), at] })).rows, PAGE),
  'counted now': async () => expectRows((await pool.query({ name: 'counted', text: COUNTED_NOW })).rows, 1),
};

serve({
  async prepare(url: string, load: Load) {
    // Some of the questions take so long that those who wait for a connection would give up.
    pool = new pg.Pool({ ...openPool(url, { max: 20, name: 'bench-readers' }).options, connectionTimeoutMillis: 0 });
    db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    models = new PostgresReadModels(pool);
    if (question === 'deep page') cursors = await walk();
    await drive({ ...load, callers: 4, forMs: 500 }, ASK[question]);
  },
  /** Of what takes seconds when all ask at once, fewer ask: their wait is flattering then, and a round ends. */
  round: (load: Load) => drive({ ...load, callers: SLOW.includes(question) ? 4 : load.callers }, ASK[question]),
  /** Each answer was looked at when it came. */
  verify: async () => undefined,
  async close() {
    await models.close();
    await pool.end();
  },
});
