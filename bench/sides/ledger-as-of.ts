import { standpoint } from '#application';
import { openPool } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { instantOf } from '#kernel';
import { ledgerProjection, type LedgerRow } from '#projections';
import { PostgresReadModels } from '#projections/postgres';
import type { api } from '#wire';
import type pg from 'pg';
import { drive, type Load } from '../harness/drive.js';
import { serve } from '../harness/side.js';

export type Question = 'today' | 'as of' | 'today filtered' | 'as of filtered' | 'replay';

const question = (process.env['BENCH_QUESTION'] ?? 'today') as Question;
const SCOPE = { within: ['street'] };
const FILTERS: api.LedgerQuery = question.endsWith('filtered') ? { unit: 'community', stage: 'handling' } : {};
const PAGE = 50;
const CHECKED = 3;
const READ = 1_000;

let pool: pg.Pool;
let store: PostgresEventStore;
let models: PostgresReadModels;
let last = 0;

const ports = () => ({ store, readModels: models, now: () => instantOf(Date.now()) });
/** Any moment but the very first ones. */
const anyPosition = (): number => Math.ceil(last * (0.1 + 0.9 * Math.random()));

async function ask(moment: string | undefined): Promise<api.IssueRow[]> {
  const { readModels, now } = await standpoint(ports(), moment);
  return (await readModels.ledger(FILTERS, SCOPE, now())).rows;
}

/** The first page at each of these positions, which are in order, as the record alone tells it: every event up to the last, folded. */
async function replayed(positions: readonly number[]): Promise<LedgerRow[][]> {
  const rows = new Map<string, LedgerRow | null>();
  const pages: LedgerRow[][] = [];
  let after = 0;
  for (const position of positions) {
    while (after < position) {
      const events = await store.readAll({ after, limit: Math.min(READ, position - after) });
      for (const event of events) {
        const key = ledgerProjection.keyOf(event);
        if (key !== null) rows.set(key, ledgerProjection.project(rows.get(key) ?? null, event));
      }
      after = events.at(-1)!.position;
    }
    pages.push(firstPage([...rows.values()]));
  }
  return pages;
}

function firstPage(rows: readonly (LedgerRow | null)[]): LedgerRow[] {
  const wanted = rows.filter((row) => row !== null).filter((row) => FILTERS.stage === undefined || row.stage === FILTERS.stage);
  const key = ({ heardAt, issueId }: LedgerRow): string => `${heardAt} ${issueId}`;
  return wanted.sort((one, other) => (key(one) < key(other) ? 1 : -1)).slice(0, PAGE);
}

const shown = ({ issueId, status, unit, responsible, dueAt, position }: Pick<LedgerRow, 'issueId' | 'status' | 'unit' | 'responsible' | 'dueAt' | 'position'>): string =>
  [issueId, status, unit, responsible, dueAt, position].join(' ');

/** Throws when a page as of a moment is not the one that a replay up to it gives, or when there was nothing on any. */
async function check(): Promise<void> {
  const asked = Array.from({ length: CHECKED }, anyPosition).sort((one, other) => one - other);
  const positions = await Promise.all(asked.map(async (position) => (await standpoint(ports(), String(position))).asOf!.position));
  const folded = await replayed(positions);
  for (const [index, position] of positions.entries()) {
    const page = (await ask(String(position))).map((row) => shown({ ...row, dueAt: row.due?.dueAt ?? null }));
    if (page.join('\n') !== folded[index]!.map(shown).join('\n')) throw new Error(`the page as of ${position} is not that of the replay`);
  }
  if (folded.every((page) => page.length === 0)) throw new Error('nothing was on any page');
}

const ASK: Readonly<Record<Question, () => Promise<unknown>>> = {
  'today': () => ask(undefined), 'today filtered': () => ask(undefined),
  'as of': () => ask(String(anyPosition())), 'as of filtered': () => ask(String(anyPosition())),
  'replay': () => replayed([Math.ceil(last / 2)]),
};

serve({
  async prepare(url: string) {
    pool = openPool(url, { max: 20, name: `bench-${question.replaceAll(' ', '-')}` });
    store = await openPostgresStore({ url });
    models = new PostgresReadModels(pool);
    last = await store.lastPosition();
    if (question.startsWith('as of')) await check();
  },
  /** A replay is asked once a round, by one: it takes seconds. */
  round: (load: Load) => drive(question === 'replay' ? { callers: 1, streams: 1, forMs: load.forMs } : load, async () => { await ASK[question](); }),
  /** Pages were compared with replays before the rounds. */
  verify: async () => undefined,
  async close() {
    await models.close();
    await store.close();
    await pool.end();
  },
});
