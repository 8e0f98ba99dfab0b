import { migrate } from '#database';
import { dateAt, type CivilDate, type Instant } from '#kernel';
import type { PostHolder } from '#projections';
import type pg from 'pg';
import { IDENTITY_SCHEMA, identityMigrations } from './migrations.js';

export interface DeskOptions {
  readonly pool: pg.Pool;
  readonly now: () => Instant;
  /** Every post that a cadre holds on the day, by the record. All that its sessions may do follows from it. */
  readonly postsOf: (cadre: string, onDate: CivilDate) => Promise<readonly PostHolder[]>;
  /** Minutes east of UTC of the office's clock: posts begin and end by its days. */
  readonly offsetMinutes: number;
  /** At the command line: the account of the machine, which every row of the audit then names. */
  readonly operator?: string;
}

/** Where accounts and sessions are kept: what every function of this room works on. */
export interface Desk extends DeskOptions {
  /** Sessions found sound a moment ago, by the hash of their token (hex). */
  readonly kept: Map<string, KeptSession>;
}

export interface Session {
  readonly login: string;
  readonly cadre: string;
  readonly active: PostHolder;
  /** Every post the cadre holds today, the active one among them. */
  readonly posts: readonly PostHolder[];
  readonly expiresAt: Instant;
}

export interface KeptSession {
  readonly session: Session;
  readonly at: Instant;
}

/** Prepares the schema `identity`; safe when several processes open it at once. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  await prepareIdentity(options.pool);
  return { ...options, kept: new Map() };
}

export function todayOf(desk: Desk): CivilDate {
  return dateAt(desk.now(), desk.offsetMinutes);
}

/** The tables alone, for accounts that are brought from elsewhere. */
export async function prepareIdentity(pool: pg.Pool): Promise<void> {
  await migrate(pool, IDENTITY_SCHEMA, identityMigrations);
}
