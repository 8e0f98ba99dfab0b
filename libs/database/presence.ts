import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Fault } from '#kernel';
import type pg from 'pg';

export interface PresenceOptions {
  /** How long it may stay away; a minute when not given. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  /** Hears, at first and every few seconds, that it is still waited for. */
  readonly onWait?: (facts: { readonly address: string; readonly reason: string; readonly leftMs: number }) => void;
}

const PATIENCE_MS = 60_000;
const ASK_EVERY_MS = 500;
const TELL_EVERY_MS = 5_000;

/**
 * Returns once the server answers. Fault `database-unreachable` when it does not in time; any other failure than its
 * absence (a wrong password, say) goes up at once.
 */
export async function untilPresent(pool: pg.Pool, { patienceMs = PATIENCE_MS, signal, onWait }: PresenceOptions = {}): Promise<void> {
  const address = addressOf(pool.options.connectionString ?? '');
  const end = performance.now() + patienceMs;
  let tellAt = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      const reason = absenceIn(error);
      if (reason === null) throw error;
      const now = performance.now();
      if (now >= end) throw unreachable(address, reason, error);
      if (now >= tellAt) {
        onWait?.({ address, reason, leftMs: Math.round(end - now) });
        tellAt = now + TELL_EVERY_MS;
      }
      await sleep(ASK_EVERY_MS, undefined, signal ? { signal } : {});
    }
  }
}

/** Nobody listens there, or the server is starting, ending or full. */
const ABSENT = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ENOENT', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', '57P01', '57P02', '57P03', '53300']);
/** pg gives these no code. */
const BROKEN_OFF = /connection terminated|timeout|not queryable/i;

/** Whether this failure is the server's absence: it was away, is starting or ending, or its connection broke. The same may succeed later. */
export function isAbsence(error: unknown): boolean {
  return absenceIn(error) !== null;
}

/** In a few words, when that is the error; the reason may lie a few causes deep, or be one of several addresses tried. */
function absenceIn(error: unknown): string | null {
  if (!isNativeError(error)) return null;
  if ('code' in error && ABSENT.has(String(error.code))) return error.message || String(error.code);
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.map(absenceIn).find((reason) => reason !== null) ?? null;
  return BROKEN_OFF.test(error.message) ? error.message : absenceIn(error.cause);
}

/** Where it is looked for, without the password. */
function addressOf(connectionString: string): string {
  const url = new URL(connectionString);
  return `${url.host || (url.searchParams.get('host') ?? 'localhost')}${url.pathname}`;
}

function unreachable(address: string, reason: string, cause: unknown): Fault {
  return new Fault('database-unreachable', {
    params: { address, reason }, transient: true, cause, tryNext: 'Start PostgreSQL there, or correct DATABASE_URL (server, port, name of the database).',
  });
}
