import type { Instant } from '#kernel';
import type { api } from '#wire';
import { Conditions } from './conditions.js';
import type { Desk } from './desk.js';

/** A row as it is kept; the names of people are the reader's to add. */
export type KeptNote = Omit<api.AuditRow, 'byName'>;

/** `until`: nothing that was noted later. */
export interface NotesAsked extends Omit<api.AuditQuery, 'asOf'> {
  readonly until?: Instant | undefined;
}

const DEFAULT_LIMIT = 50;

/** A page of what was done by posts of these units, newest first. What was done without a post, or by an operator, is in no unit. */
export async function findNotes(desk: Desk, query: NotesAsked, units: readonly string[] | 'everything'): Promise<{ readonly rows: readonly KeptNote[]; readonly next: string | null }> {
  const { act, cadre, limit = DEFAULT_LIMIT } = query;
  const conditions = new Conditions([])
    .also(units === 'everything' ? undefined : units, (place) => `unit = any(${place}::text[])`)
    .also(act, (place) => `act = ${place}`)
    .also(cadre, (place) => `cadre = ${place}`)
    .within(desk, query);
  const { rows } = await desk.pool.query<Omit<KeptNote, 'operator'>>(
    `select id, at, act, cadre, post, unit, address, subject, detail from identity.audit where ${conditions.text} order by id desc limit ${limit + 1}`, conditions.values,
  );
  const page = rows.slice(0, limit);
  return { rows: page.map(noteOf), next: rows.length > limit ? String(page.at(-1)!.id) : null };
}

function noteOf({ detail: { operator, ...detail }, ...row }: Omit<KeptNote, 'operator'>): KeptNote {
  return { ...row, detail, operator: operator === undefined ? null : String(operator) };
}
