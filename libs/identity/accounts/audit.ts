import type { Desk } from './desk.js';

/** What is kept of security matters. A name that says what happened, such as `sign-in` or `access-denied`. */
export interface AuditNote {
  readonly act: string;
  readonly cadre?: string;
  readonly post?: string;
  readonly address?: string;
  /** What it was done to: an issue id, a login that exists, a file's name. */
  readonly subject?: string;
  /** Codes and counts; never what someone typed, never a secret. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Writes one row of `identity.audit`, which the database lets nobody change or remove. */
export async function noteAudit({ pool, now, operator }: Pick<Desk, 'pool' | 'now' | 'operator'>, note: AuditNote): Promise<void> {
  const { act, cadre = null, post = null, address = null, subject = null, detail = {} } = note;
  await pool.query(
    'insert into identity.audit (at, act, cadre, post, address, subject, detail) values ($1, $2, $3, $4, $5, $6, $7)',
    [now(), act, cadre, post, address, subject, JSON.stringify(operator === undefined ? detail : { operator, ...detail })],
  );
}
