import { sql, type RawBuilder } from 'kysely';
import { EVERYWHERE, NEVER_DUE } from '../../board/board.js';
import { ledgerTable, pastLedgerTable } from '../ledger-sink.js';
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
  const stood = (columns: RawBuilder<unknown>, name: string, also: RawBuilder<unknown> = sql`true`): Relation => sql`(
    select ${columns} from read.${sql.ref(name)} where position <= ${then} and ${also}
    union all select ${columns} from read.${sql.ref(`${name}_past`)} where position <= ${then} and until > ${then} and ${also})`;
  const whole = (table: Table<never>): Relation => stood(columnsOf(table), table.name);
  const ledger = columnsOf(pastLedgerTable, ['until']);
  const open = sql`(select ${ledger} from read.ledger where position <= ${then} and stage <> 'ended'
    union all select ${ledger} from read.ledger_past where int8range(position, until) @> ${then}::bigint and stage <> 'ended')`;
  return {
    ledger: stood(ledger, ledgerTable.name, heardBy(then)),
    open,
    board: sql`(select seer.unit, coalesce(o.due_at, ${NEVER_DUE}) as due_at, o.issue_id, o.stage, o.level
      from ${open} o cross join lateral unnest(array[${EVERYWHERE}] || o.path) as seer(unit))`,
    counted: false,
    unit: whole(unitTable), cadre: whole(cadreTable), household: whole(householdTable), roster: whole(rosterTable),
    position: sql<number>`${then}::bigint`, asOf: position,
  };
}

function columnsOf(table: Table<never>, without: readonly string[] = []): RawBuilder<unknown> {
  return sql.join(Object.keys(table.columns).filter((property) => !without.includes(property)).map((property) => sql.ref(columnName(property))));
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
