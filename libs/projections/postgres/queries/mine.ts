import { api } from '#wire';
import { sql, type RawBuilder } from 'kysely';
import type { Asker } from '../../read-models.js';

/** Somebody who asks what is theirs, with the codes of their unit and of all below it. */
export interface Mine extends Asker {
  readonly units: readonly string[];
}

/**
 * Which issues are for somebody: of a cadre, the open ones that they are responsible for; of the others, those that a unit of theirs holds
 * and that something still stands of which was told to their role. An order of supervision is the supervisors' as well.
 */
export function isMine(mine: Mine | null): RawBuilder<boolean> {
  if (mine === null) return sql`false`;
  if (mine.role === 'cadre') return sql`(l.responsible = ${mine.cadre} and l.stage <> 'ended')`;
  const acts = api.TOLD_TO[mine.role];
  if (acts === undefined) return sql`false`;
  const told = acts.map((act) => sql`l.told @> ${sql.lit(JSON.stringify([{ act }]))}::jsonb`);
  const ordered = mine.role === 'supervisor' ? [sql`l.supervised`] : [];
  return sql`(l.told is not null and l.unit = any(${[...mine.units]}::text[]) and (${sql.join([...told, ...ordered], sql` or `)}))`;
}
