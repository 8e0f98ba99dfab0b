import type { Refusal } from '#kernel';
import type pg from 'pg';
import { noteAudit, type AuditNote } from './audit.js';
import { prepareIdentity, type Desk } from './desk.js';
import { hashPassword } from './secrets.js';

const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 256;

export type AccountAnswer = { readonly done: true } | { readonly done: false; readonly refusal: Refusal };

export interface NewAccount {
  readonly login: string;
  readonly cadre: string;
  readonly password: string;
}

/** Logins differ by more than case and width, so that no two can be mistaken for each other. */
export function loginOf(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** Whether there is an account that may sign in. */
export async function anyAccount(pool: pg.Pool): Promise<boolean> {
  await prepareIdentity(pool);
  const { rowCount } = await pool.query('select from identity.account where not disabled limit 1');
  return rowCount === 1;
}

/** One account a cadre. */
export async function createAccount(desk: Desk, { login: typed, cadre, password }: NewAccount): Promise<AccountAnswer> {
  const login = loginOf(typed);
  const weak = weakPassword(password);
  if (weak) return refused(weak);
  const { rowCount } = await desk.pool.query(
    'insert into identity.account (login, cadre, password_hash, created_at) values ($1, $2, $3, $4) on conflict do nothing',
    [login, cadre, await hashPassword(password), desk.now()],
  );
  if (rowCount === 0) return refused({ code: 'account-taken', params: { login, cadre } });
  await noteAudit(desk, { act: 'account-created', cadre, subject: login });
  return { done: true };
}

/** Ends every session of the account: whoever knew the old password is out. */
export async function setPassword(desk: Desk, typed: string, password: string): Promise<AccountAnswer> {
  const login = loginOf(typed);
  const weak = weakPassword(password);
  if (weak) return refused(weak);
  const { rowCount } = await desk.pool.query('update identity.account set password_hash = $2 where login = $1', [login, await hashPassword(password)]);
  return ended(desk, login, rowCount, 'password-set');
}

/** A disabled account keeps its rows; its sessions end at once (in another process within a second). */
export async function setDisabled(desk: Desk, typed: string, disabled: boolean): Promise<AccountAnswer> {
  const login = loginOf(typed);
  const { rowCount } = await desk.pool.query('update identity.account set disabled = $2 where login = $1', [login, disabled]);
  return ended(desk, login, rowCount, disabled ? 'account-disabled' : 'account-enabled');
}

async function ended(desk: Desk, login: string, rowCount: number | null, act: AuditNote['act']): Promise<AccountAnswer> {
  if (rowCount === 0) return refused({ code: 'account-unknown', params: { login } });
  await desk.pool.query('delete from identity.session where login = $1', [login]);
  desk.kept.clear();
  await noteAudit(desk, { act, subject: login });
  return { done: true };
}

/** Why no account may have this password. */
export function weakPassword(password: string): Refusal | undefined {
  if (password.length < SHORTEST_PASSWORD) return { code: 'password-too-short', params: { shortest: SHORTEST_PASSWORD } };
  return password.length > LONGEST_PASSWORD ? { code: 'password-too-long', params: { longest: LONGEST_PASSWORD } } : undefined;
}

function refused(refusal: Refusal): AccountAnswer {
  return { done: false, refusal };
}
