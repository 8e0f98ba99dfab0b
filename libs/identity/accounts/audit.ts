import type { api } from '#wire';
import type { ActingPost } from '../policy/policy.js';
import type { Desk } from './desk.js';

/** What is kept of security matters. */
export interface AuditNote {
  readonly act: api.AuditAct;
  readonly cadre?: string;
  readonly post?: string;
  /** Of the post: auditors of an area are shown what was done by its posts. */
  readonly unit?: string;
  readonly address?: string;
  /** What it was done to: an issue id, a login that exists, a file's name. */
  readonly subject?: string;
  /** Codes and counts; never what someone typed, never a secret. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Writes one row of `identity.audit`, which the database changes and removes for nobody who does not first take its guard away. */
export async function noteAudit({ pool, now, operator }: Pick<Desk, 'pool' | 'now' | 'operator'>, note: AuditNote): Promise<void> {
  const { act, cadre = null, post = null, unit = null, address = null, subject = null, detail = {} } = note;
  await pool.query(
    'insert into identity.audit (at, act, cadre, post, unit, address, subject, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [now(), act, cadre, post, unit, address, subject, JSON.stringify(operator === undefined ? detail : { operator, ...detail })],
  );
}

/** Who did it, for a row of somebody with a post. */
export function whoOf({ cadre, post, unit }: Pick<ActingPost, 'cadre' | 'post' | 'unit'>): Required<Pick<AuditNote, 'cadre' | 'post' | 'unit'>> {
  return { cadre, post, unit };
}
