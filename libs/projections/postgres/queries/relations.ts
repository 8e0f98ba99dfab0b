import { sql, type RawBuilder } from 'kysely';
import { EVERYWHERE, NEVER_DUE } from '../../board/board.js';
import type { Positioned } from '../../past.js';
import { ledgerTable, pastLedgerTable } from '../ledger-sink.js';
import { pastTable } from '../sink.js';
import { cadreTable, householdTable, rosterTable, unitTable } from '../sinks.js';
import { columnName, type Table } from '../table.js';

type Relation = RawBuilder<unknown>;

/** What a question reads: the rows as they are, or as they stood at a position. The same question is asked of either. */
export interface Relations {
  readonly ledger: Relation;
  /** The part of the ledger that had not ended; as the ledger itself where asking for that part costs nothing. */
  readonly open: Relation;
  readonly board: Relation;
  /** Whether the board's counts are kept, or have to be counted. */
  readonly counted: boolean;
  readonly unit: Relation;
  readonly cadre: Relation;
  readonly household: Relation;
  readonly roster: Relation;
  /** The position that the answer is read at. */
  readonly position: RawBuilder<number>;
  /** Null for the present. */
  readonly asOf: number | null;
}

/** Where the ledger stands in the statement's own snapshot. */
const LEDGER_POSITION = sql<number>`(select position from read.checkpoint where name = 'ledger')`;

export const PRESENT: Relations = {
  ledger: sql`read.ledger`, open: sql`read.ledger`, board: sql`read.board`, counted: true,
  unit: sql`read.unit`, cadre: sql`read.cadre`, household: sql`read.household`, roster: sql`read.roster`,
  position: LEDGER_POSITION, asOf: null,
};

/** Of each row the one that stood at the position: the present one when it has not changed since, or a past one. */
export function relationsAt(position: number): Relations {
  const then = sql.lit(position);
  const stood = (table: Table<never>, past: Table<never>, also = sql`true`): Relation =>
    sql`(select * from ${everVersion(table, past)} version where position <= ${then} and until > ${then} and ${also})`;
  const whole = (table: Table<never>): Relation => stood(table, pastTable(table as unknown as Table<Positioned>));
  const open = stood(ledgerTable, pastLedgerTable, sql`stage <> 'ended' and int8range(position, until) @> ${then}::bigint`);
  return {
    ledger: stood(ledgerTable, pastLedgerTable, heardBy(then)),
    open,
    board: sql`(select seer.unit, coalesce(o.due_at, ${NEVER_DUE}) as due_at, o.issue_id, o.stage, o.level
      from ${open} o cross join lateral unnest(array[${EVERYWHERE}] || o.path) as seer(unit))`,
    counted: false,
    unit: whole(unitTable), cadre: whole(cadreTable), household: whole(householdTable), roster: whole(rosterTable),
    position: sql<number>`${then}::bigint`, asOf: position,
  };
}

/**
 * Every version of every row. Without conditions of its own: only so the planner takes the two tables as one, and reads a
 * page from an index of each, in order, instead of all of both.
 */
function everVersion(table: Table<never>, past: Table<never>): Relation {
  const columns = sql.join(Object.keys(past.columns).filter((property) => property !== 'until').map((property) => sql.ref(columnName(property))));
  const never = sql.raw('9223372036854775807::bigint');
  return sql`(select ${columns}, ${never} as until from read.${sql.ref(table.name)} union all select ${columns}, until from read.${sql.ref(past.name)})`;
}

/**
 * Nothing is heard after it is reported, so what was on record had been heard by the last moment that anything on record
 * had happened at, within the day: the ledger is in that order and need not be walked from its end. Only a short cut:
 * left out where the days have not been read so far.
 */
function heardBy(position: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`heard_at <= coalesce((select max(d.happened_to) from read.day d where d."first" <= ${position}
    and (select c.position from read.checkpoint c where c.name = 'day') >= ${position}), '~')`;
}
