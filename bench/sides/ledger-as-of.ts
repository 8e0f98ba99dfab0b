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

let pool: pg.Pool;
let store: PostgresEventStore;
let models: PostgresReadModels;
let last = 0;

const ports = () => ({ store, readModels: models, now: () => instantOf(Date.now()) });
/** Any moment of which there is more than a page. */
const anyPosition = (): number => Math.ceil(last * (0.1 + 0.9 * Math.random()));

async function ask(moment: string | undefined): Promise<api.IssueRow[]> {
  const { readModels, now } = await standpoint(ports(), moment);
  return (await readModels.ledger(FILTERS, SCOPE, now())).rows;
}

/** The first page as the record alone tells it: every event up to the position, folded. */
async function replayed(position: number): Promise<LedgerRow[]> {
  const rows = new Map<string, LedgerRow | null>();
  for (let after = 0; after < position;) {
    const events = await store.readAll({ after, limit: Math.min(5_000, position - after) });
    for (const event of events) {
      const key = ledgerProjection.keyOf(event);
      if (key !== null) rows.set(key, ledgerProjection.project(rows.get(key) ?? null, event));
    }
    after = events.at(-1)!.position;
  }
  const wanted = [...rows.values()].filter((row) => row !== null).filter((row) => FILTERS.stage === undefined || row.stage === FILTERS.stage);
  const key = ({ heardAt, issueId }: LedgerRow): string => `${heardAt} ${issueId}`;
  return wanted.sort((one, other) => (key(one) < key(other) ? 1 : -1)).slice(0, PAGE);
}

const shown = ({ issueId, status, unit, responsible, dueAt, position }: Pick<LedgerRow, 'issueId' | 'status' | 'unit' | 'responsible' | 'dueAt' | 'position'>): string =>
  [issueId, status, unit, responsible, dueAt, position].join(' ');

/** Throws when a page as of a moment is not the one that a replay up to it gives. */
async function check(): Promise<void> {
  for (let count = 0; count < CHECKED; count += 1) {
    const { asOf } = await standpoint(ports(), String(anyPosition()));
    const page = (await ask(String(asOf!.position))).map((row) => shown({ ...row, dueAt: row.due?.dueAt ?? null }));
    const folded = (await replayed(asOf!.position)).map(shown);
    if (page.length === 0 || page.join('\n') !== folded.join('\n')) throw new Error(`the page as of ${asOf!.position} is not that of the replay`);
  }
}

const ASK: Readonly<Record<Question, () => Promise<unknown>>> = {
  'today': () => ask(undefined), 'today filtered': () => ask(undefined),
  'as of': () => ask(String(anyPosition())), 'as of filtered': () => ask(String(anyPosition())),
  'replay': () => replayed(anyPosition()),
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
