import { millisOf, plusMillis, type Instant } from '#kernel';
import type { PostHolder } from '#projections';
import { loginOf } from './accounts.js';
import { clearAttempts, countAttempt } from './attempts.js';
import { noteAudit, whoOf } from './audit.js';
import { todayOf, type Desk, type Session } from './desk.js';
import { newToken, passwordMatches, tokenHash } from './secrets.js';

const IDLE_MS = 15 * 60_000;
const LONGEST_MS = 8 * 3_600_000;
/** The last use is written down at most this often; a session can so end this much before its idle time is over, never after. */
const SEEN_EVERY_MS = 60_000;
/** How long a sound session is believed without asking the database: what another process ended lives on no longer. */
const KEPT_MS = 1_000;
const MOST_KEPT = 10_000;

export interface Credentials {
  readonly login: string;
  readonly password: string;
  /** Where the attempt comes from; attempts are limited by it. */
  readonly address: string;
}

/** `denied` does not tell an unknown login from a wrong password, a disabled account or a holder without a post. */
export type SignInAnswer =
  | { readonly status: 'signed-in'; readonly token: string; readonly session: Session }
  | { readonly status: 'denied' }
  | { readonly status: 'too-many'; readonly again: Instant };

interface SessionRow {
  readonly login: string;
  readonly cadre: string;
  readonly post: string;
  readonly began_at: Instant;
  readonly seen_at: Instant;
}

export async function signIn(desk: Desk, { login: typed, password, address }: Credentials): Promise<SignInAnswer> {
  const login = loginOf(typed);
  const attempt = await countAttempt(desk, login, address);
  if (!attempt.allowed) {
    await noteAudit(desk, { act: 'sign-in-limited', address });
    return { status: 'too-many', again: attempt.again };
  }
  const { rows: [account] } = await desk.pool.query<{ cadre: string; password_hash: string; disabled: boolean }>(
    'select cadre, password_hash, disabled from identity.account where login = $1', [login],
  );
  const matches = await passwordMatches(account?.password_hash, password);
  const posts = account && matches && !account.disabled ? await desk.postsOf(account.cadre, todayOf(desk)) : [];
  const [active] = posts;
  const now = desk.now();
  const token = account && active && await openSession(desk, { login, passwordHash: account.password_hash, post: active.post }, now);
  if (!account || !active || token === undefined) {
    await noteAudit(desk, { act: 'sign-in-denied', address, ...(account && { cadre: account.cadre, subject: login }) });
    return { status: 'denied' };
  }
  await clearAttempts(desk, login, attempt.ids);
  await noteAudit(desk, { act: 'sign-in', ...whoOf(active), address });
  const row = { login, cadre: account.cadre, post: active.post, began_at: now, seen_at: now };
  return { status: 'signed-in', token, session: { login, cadre: account.cadre, active, posts, expiresAt: expiryOf(row) } };
}

/**
 * The token of a new session; undefined when the account no longer has the password that was checked, or is disabled: whoever changes either ends the
 * sessions that there are, and one still on its way in would outlive that. The share lock lets the change wait for the session, or the session see the change.
 */
async function openSession(desk: Desk, { login, passwordHash, post }: { readonly login: string; readonly passwordHash: string; readonly post: string }, now: Instant): Promise<string | undefined> {
  await removeExpired(desk, now);
  const token = newToken();
  const { rowCount } = await desk.pool.query(
    `insert into identity.session (token_hash, login, post, began_at, seen_at)
     select $1, login, $3, $4, $4 from identity.account where login = $2 and password_hash = $5 and not disabled for share`,
    [tokenHash(token), login, post, now, passwordHash],
  );
  return rowCount === 1 ? token : undefined;
}

/** The session of a token, used now; undefined when it has ended, its account is disabled or its active post is over. */
export async function touchSession(desk: Desk, token: string): Promise<Session | undefined> {
  const now = desk.now();
  const hashed = tokenHash(token);
  const key = hashed.toString('hex');
  const kept = desk.kept.get(key);
  if (kept && isFresh(kept.at, now) && now < kept.session.expiresAt) return kept.session;
  desk.kept.delete(key);
  const session = await findSession(desk, hashed, now);
  if (session) keep(desk, key, session, now);
  return session;
}

/** Makes another post of today the active one; undefined when the session has ended or the post is not the cadre's. */
export async function choosePost(desk: Desk, token: string, post: string): Promise<Session | undefined> {
  const session = await touchSession(desk, token);
  const active = session?.posts.find((held) => held.post === post);
  if (!session || !active) return undefined;
  const hashed = tokenHash(token);
  await desk.pool.query('update identity.session set post = $2 where token_hash = $1', [hashed, post]);
  desk.kept.delete(hashed.toString('hex'));
  await noteAudit(desk, { act: 'post-chosen', ...whoOf(active) });
  return { ...session, active };
}

export async function signOut(desk: Desk, token: string): Promise<void> {
  const hashed = tokenHash(token);
  desk.kept.delete(hashed.toString('hex'));
  await desk.pool.query('delete from identity.session where token_hash = $1', [hashed]);
}

/** Whether the session could be used by this post now. Asking is no use: an open page that only listens does not keep it alive. */
export async function isSessionAlive(desk: Desk, token: string, post: string): Promise<boolean> {
  return (await findSound(desk, tokenHash(token), desk.now()))?.active.post === post;
}

async function findSession(desk: Desk, hashed: Buffer, now: Instant): Promise<Session | undefined> {
  const sound = await findSound(desk, hashed, now);
  if (!sound) return undefined;
  const { row, active, posts } = sound;
  const seen = await markSeen(desk, hashed, row, now);
  return { login: row.login, cadre: row.cadre, active, posts, expiresAt: expiryOf(seen) };
}

async function findSound(desk: Desk, hashed: Buffer, now: Instant): Promise<{ row: SessionRow; active: PostHolder; posts: readonly PostHolder[] } | undefined> {
  const { rows: [row] } = await desk.pool.query<SessionRow>(
    `select s.login, a.cadre, s.post, s.began_at, s.seen_at from identity.session s join identity.account a using (login)
     where s.token_hash = $1 and not a.disabled`, [hashed],
  );
  if (!row || now >= expiryOf(row)) return undefined;
  const posts = await desk.postsOf(row.cadre, todayOf(desk));
  const active = posts.find(({ post }) => post === row.post);
  return active && { row, active, posts };
}

async function markSeen(desk: Desk, hashed: Buffer, row: SessionRow, now: Instant): Promise<SessionRow> {
  if (millisOf(now) - millisOf(row.seen_at) < SEEN_EVERY_MS) return row;
  await desk.pool.query('update identity.session set seen_at = $2 where token_hash = $1 and seen_at < $2', [hashed, now]);
  return { ...row, seen_at: now };
}

async function removeExpired(desk: Desk, now: Instant): Promise<void> {
  await desk.pool.query('delete from identity.session where seen_at <= $1 or began_at <= $2', [plusMillis(now, -IDLE_MS), plusMillis(now, -LONGEST_MS)]);
}

/** When a session ends that is not used again. */
export function expiryOf({ began_at, seen_at }: Pick<SessionRow, 'began_at' | 'seen_at'>): Instant {
  const [idle, longest] = [plusMillis(seen_at, IDLE_MS), plusMillis(began_at, LONGEST_MS)];
  return idle < longest ? idle : longest;
}

function isFresh(at: Instant, now: Instant): boolean {
  const age = millisOf(now) - millisOf(at);
  return age >= 0 && age < KEPT_MS;
}

function keep(desk: Desk, key: string, session: Session, at: Instant): void {
  if (desk.kept.size >= MOST_KEPT) desk.kept.clear();
  desk.kept.set(key, { session, at });
}
