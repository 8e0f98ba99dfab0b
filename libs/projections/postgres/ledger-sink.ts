import type pg from 'pg';
import { boardEntries, countedUnder, EVERYWHERE, type BoardEntry, type Facet } from '../board/board.js';
import { ledgerProjection, type LedgerRow } from '../ledger/ledger.js';
import type { Ancestry } from './ancestry.js';
import { copyRows } from './copy-in.js';
import type { Past } from '../past.js';
import { pastTable, type Change, type Sink } from './sink.js';
import { loadRows, upsertRows, type Suffix, type Table } from './table.js';

/** The ledger's row as stored: with all units that may see it. */
export interface StoredLedgerRow extends LedgerRow {
  readonly path: readonly string[];
}

interface BoardCount {
  readonly unit: string;
  readonly facet: Facet;
  readonly value: string;
  readonly n: number;
}

export const ledgerTable: Table<StoredLedgerRow> = {
  name: 'ledger',
  key: ['issueId'],
  columns: {
    issueId: 'text', number: 'text', title: 'text', status: 'text', stage: 'text', scope: 'text', horizon: 'text', topic: 'text', grade: 'text',
    area: 'text', unit: 'text', level: 'text', holders: 'text[]', responsible: 'text', measureBy: 'text', heardAt: 'text', endedAt: 'text',
    answer: 'text', answeredAt: 'text', inTime: 'boolean', lostBy: 'text[]', satisfied: 'boolean', supervised: 'boolean', openingAsked: 'boolean',
    repeats: 'int', returns: 'int', escalations: 'int', urges: 'int', urgedAt: 'text', told: 'jsonb', dueAt: 'text', dueKind: 'text', next: 'jsonb', imported: 'boolean', position: 'bigint', state: 'jsonb', path: 'text[]',
  },
  indexes: [
    // With the position, so that a page as of a moment passes over rows that have changed since without reading them.
    '(heard_at desc, issue_id desc, position)',
    '(position)',
    'using gin (path)',
    '(responsible, heard_at desc, issue_id desc) where responsible is not null',
    '(due_at) where due_at is not null',
    `((next->>'at'), issue_id) where next->>'act' = 'take-over'`,
    // Few: each page's count of what was told to its reader reads no others.
    '(issue_id) where told is not null',
    // Few at any time, and looked for again and again by whoever decides them.
    '(heard_at desc, issue_id desc) where opening_asked',
    // Open since before a past moment and the same ever since.
    `(position) where stage <> 'ended'`,
  ],
  fillfactor: 80,
};

/** No question is about the state to fold on from. The first index passes over what did not stand at a moment without reading its rows. */
export const pastLedgerTable = pastTable(ledgerTable, {
  without: ['state'],
  indexes: [
    '(heard_at desc, issue_id desc, position, until)',
    'using gin (path)',
    '(responsible, heard_at desc, issue_id desc) where responsible is not null',
    `using gist (int8range(position, until)) where stage <> 'ended'`,
  ],
});

const boardTable: Table<BoardEntry> = {
  name: 'board',
  key: ['unit', 'dueAt', 'issueId'],
  columns: { unit: 'text', dueAt: 'text', issueId: 'text', stage: 'text', level: 'text' },
  indexes: ['(issue_id)', '(unit, stage, due_at, issue_id)', '(unit, level, due_at, issue_id)'],
};

const countTable: Table<BoardCount> = {
  name: 'board_count',
  key: ['unit', 'facet', 'value'],
  columns: { unit: 'text', facet: 'text', value: 'text', n: 'int' },
  indexes: ["(unit, value) include (n) where facet = 'due'"],
  fillfactor: 50,
};

/** The ledger, and in the same transaction what is derived from its rows: the board's entries and the kept counts. */
export function ledgerSink(ancestry: Ancestry): Sink<LedgerRow> {
  const pathOf = (row: LedgerRow): readonly string[] => ancestry.path(row.area, row.holders);
  return {
    projection: ledgerProjection,
    tables: [ledgerTable, pastLedgerTable, boardTable, countTable],
    past: {
      table: pastLedgerTable,
      stored: async (rows) => {
        const past = rows as readonly (Past<LedgerRow>)[];
        await ancestry.load(unitsOf(past));
        return past.map((row) => ({ ...row, path: pathOf(row) }));
      },
    },
    load: async (client, keys, suffix) => new Map((await loadRows(client, ledgerTable, keys, suffix)).map((row) => [row.issueId, row])),
    write: async (client, changes, suffix) => {
      await ancestry.load(unitsOf(changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat())));
      await upsertRows(client, ledgerTable, changes.flatMap(({ after }) => (after ? { ...after, path: pathOf(after) } : [])), suffix);
      const moved = changes.filter((change) => entriesText(change.before, pathOf) !== entriesText(change.after, pathOf));
      await replaceEntries(client, moved, pathOf, suffix);
      await addCounts(client, differences(changes, pathOf), suffix);
    },
    copyIn: async (client, rows, suffix, onRow) => {
      await ancestry.load(unitsOf(rows));
      await copyRows(client, ledgerTable, stored(rows, pathOf), suffix, onRow);
      await copyRows(client, boardTable, allEntries(rows, pathOf), suffix, () => undefined);
      const counts = differences(rows.map((row) => ({ key: row.issueId, before: null, after: row })), pathOf);
      await copyRows(client, countTable, counts, suffix, () => undefined);
    },
    // Each copy counted its own rows.
    joinCopied: async (client, suffix) => {
      const counts = `read.board_count${suffix}`;
      await client.query(
        `with counted as (delete from ${counts} returning unit, facet, value, n)
         insert into ${counts} (unit, facet, value, n) select unit, facet, value, sum(n)::int from counted group by 1, 2, 3`,
      );
    },
  };
}

type PathOf = (row: LedgerRow) => readonly string[];

function* unitsOf(rows: Iterable<LedgerRow>): Iterable<string> {
  for (const { area, holders } of rows) {
    yield area;
    yield* holders;
  }
}

function* stored(rows: Iterable<LedgerRow>, pathOf: PathOf): Iterable<StoredLedgerRow> {
  for (const row of rows) yield { ...row, path: pathOf(row) };
}

function* allEntries(rows: Iterable<LedgerRow>, pathOf: PathOf): Iterable<BoardEntry> {
  for (const row of rows) yield* boardEntries(row, pathOf(row));
}

function entriesText(row: LedgerRow | null, pathOf: PathOf): string {
  return row === null || row.stage === 'ended' ? '' : [row.dueAt, row.stage, row.level, ...pathOf(row)].join(' ');
}

async function replaceEntries(client: pg.ClientBase, changes: readonly Change<LedgerRow>[], pathOf: PathOf, suffix: Suffix): Promise<void> {
  const shown = changes.filter(({ before }) => before !== null && before.stage !== 'ended').map(({ key }) => key);
  if (shown.length > 0) await client.query({ name: `leave-board${suffix}`, text: `delete from read.board${suffix} where issue_id = any($1)`, values: [shown] });
  await upsertRows(client, boardTable, changes.flatMap(({ after }) => (after ? boardEntries(after, pathOf(after)) : [])), suffix);
}

/** By how much each kept count moves; nothing for those that stay. */
function differences(changes: readonly Change<LedgerRow>[], pathOf: PathOf): readonly BoardCount[] {
  const counts = new Map<string, { unit: string; facet: Facet; value: string; n: number }>();
  const add = (row: LedgerRow | null, by: 1 | -1): void => {
    if (!row || row.stage === 'ended') return;
    for (const unit of [EVERYWHERE, ...pathOf(row)]) {
      for (const [facet, value] of countedUnder(row)) {
        const key = `${unit} ${facet} ${value}`;
        const count = counts.get(key);
        if (count) count.n += by;
        else counts.set(key, { unit, facet, value, n: by });
      }
    }
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  return [...counts.values()].filter(({ n }) => n !== 0);
}

async function addCounts(client: pg.ClientBase, counts: readonly BoardCount[], suffix: Suffix): Promise<void> {
  if (counts.length === 0) return;
  const columns = (['unit', 'facet', 'value', 'n'] as const).map((property) => counts.map((count) => count[property]));
  await client.query({
    name: `count${suffix}`,
    text: `insert into read.board_count${suffix} as kept (unit, facet, value, n)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[])
     on conflict (unit, facet, value) do update set n = kept.n + excluded.n`,
    values: columns,
  });
  // Hours that have passed would stay behind as empty counts.
  if (counts.some(({ n }) => n < 0)) {
    await client.query(
      `delete from read.board_count${suffix} where n = 0 and (unit, facet, value) in (select * from unnest($1::text[], $2::text[], $3::text[]))`,
      columns.slice(0, 3),
    );
  }
}
