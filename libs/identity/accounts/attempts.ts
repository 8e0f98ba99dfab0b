import { hash } from 'node:crypto';
import { plusMillis, type Instant } from '#kernel';
import type { Desk } from './desk.js';
import { networkOf } from './network.js';

const WINDOW_MS = 15 * 60_000;
/** Attempts within the window. An office's people share an address, so it is allowed more. */
const MOST = { account: 5, address: 50 } as const;

export type Attempt = { readonly allowed: true; readonly ids: readonly number[] } | { readonly allowed: false; readonly again: Instant };

/**
 * Counts an attempt before it is made, in the database, so that attempts made at once or through several processes are all
 * counted. Logins and addresses are kept as hashes: what people type by mistake into a login field is at times a password.
 */
export async function countAttempt(desk: Desk, login: string, address: string): Promise<Attempt> {
  const now = desk.now();
  const since = plusMillis(now, -WINDOW_MS);
  const subjects = { account: subjectOf('account', login), address: subjectOf('address', networkOf(address)) };
  await desk.pool.query('delete from identity.attempt where at <= $1', [since]);
  const inserted = await desk.pool.query<{ id: number }>(
    'insert into identity.attempt (subject, at) select unnest($1::bytea[]), $2 returning id', [Object.values(subjects), now],
  );
  const ids = inserted.rows.map(({ id }) => id);
  const counted = await desk.pool.query<{ subject: Buffer; count: number; oldest: Instant }>(
    'select subject, count(*) as count, min(at) as oldest from identity.attempt where subject = any($1) and at > $2 group by subject',
    [Object.values(subjects), since],
  );
  const over = counted.rows.filter(({ subject, count }) => count > (subject.equals(subjects.account) ? MOST.account : MOST.address));
  if (over.length === 0) return { allowed: true, ids };
  await forget(desk, ids);
  return { allowed: false, again: plusMillis(over.map(({ oldest }) => oldest).sort().at(-1)!, WINDOW_MS) };
}

/** A success clears what was counted for the account, and takes itself back from the address's count. */
export async function clearAttempts(desk: Desk, login: string, ids: readonly number[]): Promise<void> {
  await forget(desk, ids);
  await desk.pool.query('delete from identity.attempt where subject = $1', [subjectOf('account', login)]);
}

async function forget(desk: Desk, ids: readonly number[]): Promise<void> {
  await desk.pool.query('delete from identity.attempt where id = any($1)', [ids]);
}

function subjectOf(kind: 'account' | 'address', name: string): Buffer {
  return hash('sha256', JSON.stringify([kind, name]), 'buffer');
}
