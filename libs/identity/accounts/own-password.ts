import { withTransaction } from '#database';
import type { Instant, Refusal } from '#kernel';
import { weakPassword } from './accounts.js';
import { clearAttempts, countAttempt } from './attempts.js';
import { noteAudit, whoOf } from './audit.js';
import type { Desk, Session } from './desk.js';
import { hashPassword, newToken, passwordMatches, tokenHash } from './secrets.js';
import { expiryOf, touchSession } from './sessions.js';

export interface OwnPassword {
  /** The one that the account has. */
  readonly password: string;
  readonly newPassword: string;
  /** Where the attempt comes from; attempts are limited by it, together with those to sign in. */
  readonly address: string;
}

/** `token`: of the session that goes on in place of all that the account had. `ended`: the session that asked is over. */
export type OwnPasswordAnswer =
  | { readonly status: 'changed'; readonly token: string; readonly session: Session }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'denied' }
  | { readonly status: 'ended' }
  | { readonly status: 'too-many'; readonly again: Instant };

/** Gives the account of a session another password. Whoever else was signed in with it is out; this session goes on under a new token. */
export async function changeOwnPassword(desk: Desk, token: string, { password, newPassword, address }: OwnPassword): Promise<OwnPasswordAnswer> {
  const session = await touchSession(desk, token);
  if (!session) return { status: 'ended' };
  const { login, active } = session;
  const refusal = weakPassword(newPassword);
  if (refusal) return { status: 'refused', refusal };
  const about = { ...whoOf(active), address, subject: login };
  const attempt = await countAttempt(desk, login, address);
  if (!attempt.allowed) {
    await noteAudit(desk, { act: 'password-change-limited', ...about });
    return { status: 'too-many', again: attempt.again };
  }
  const renewed = await replace(desk, session, { password, newPassword });
  if (!renewed) {
    await noteAudit(desk, { act: 'password-change-denied', ...about });
    return { status: 'denied' };
  }
  desk.kept.clear();
  await clearAttempts(desk, login, attempt.ids);
  await noteAudit(desk, { act: 'password-changed', ...about });
  return { status: 'changed', ...renewed };
}

/** Undefined when the password is another one, by now at the latest. A sign-in under way waits for the account's row, and sees the new password. */
async function replace(desk: Desk, session: Session, { password, newPassword }: Pick<OwnPassword, 'password' | 'newPassword'>): Promise<{ token: string; session: Session } | undefined> {
  const { login, active } = session;
  const { rows: [account] } = await desk.pool.query<{ password_hash: string }>('select password_hash from identity.account where login = $1 and not disabled', [login]);
  if (!(await passwordMatches(account?.password_hash, password))) return undefined;
  const [newHash, token, now] = [await hashPassword(newPassword), newToken(), desk.now()];
  return withTransaction(desk.pool, async (client) => {
    const { rowCount } = await client.query('update identity.account set password_hash = $3 where login = $1 and password_hash = $2 and not disabled', [login, account?.password_hash, newHash]);
    if (rowCount === 0) return undefined;
    await client.query('delete from identity.session where login = $1', [login]);
    await client.query('insert into identity.session (token_hash, login, post, began_at, seen_at) values ($1, $2, $3, $4, $4)', [tokenHash(token), login, active.post, now]);
    return { token, session: { ...session, expiresAt: expiryOf({ began_at: now, seen_at: now }) } };
  });
}
