import { commandIdOf, issueIdOf, type AnyCommand } from '#application';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { Columns, RowProblem } from './table.js';

/** A command before it has an id: the id is made from `key`, so that the same row always makes the same command. */
export type CommandDraft = { readonly key: string; readonly type: AnyCommand['type']; readonly at: Instant; readonly data: object };

export interface ImportContext {
  readonly now: Instant;
  /** Unit that matters are filed under when no place in them says more. */
  readonly unit: string | undefined;
  /** Places named in texts and the unit each stands for; the first that occurs decides. */
  readonly places: readonly { readonly place: string; readonly unit: string }[];
  readonly startClock: boolean;
  /** Keep who wrote for two people to open. */
  readonly sealedIdentity?: boolean;
}

/** The issue that a matter of another system is for ever. */
export function issueOf(source: string, ref: string): string {
  return issueIdOf(commandIdOf({ kind: 'import', source }, ref));
}

/** Where an import looks up what is on record. */
export type OnRecord = Pick<EventStore, 'readStream'>;

/** Nothing new; something else than what is on record; or something new, as a command. */
export type Again = 'known' | 'otherwise' | CommandDraft;

/** One kind of file: its columns, and the commands that a row stands for, given in order. */
export interface Importer<Row> {
  readonly columns: (context: ImportContext) => Columns<Row>;
  /** What a row is called and which other row of the file it rests on: that one is then taken first, wherever it stands. */
  readonly rests?: (row: Row) => { readonly name: string; readonly on: string | null | undefined };
  /** The row with what is on record in place of what the file has no column for, where a command says all at once. */
  readonly completed?: (row: Row, record: OnRecord) => Promise<Row>;
  readonly commands: (row: Row, context: ImportContext) => readonly CommandDraft[] | Pick<RowProblem, 'column' | 'code' | 'params'>;
  /** For a row whose command was given before otherwise: what it tells beside what is on record. The options it was imported with then are no part of it. */
  readonly again?: (row: Row, context: ImportContext, record: OnRecord) => Promise<Again>;
}

/** For the table of importers, where the row types differ. */
export function importer<Row>(kind: Importer<Row>): Importer<Row> {
  return kind;
}
