import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import type pg from 'pg';
import type { RebuildParts } from './alone.js';
import type { ProjectorLog } from './follower.js';
import { describe } from './poison.js';
import { buildBeside } from './rebuild.js';

/** A build that somebody asked for and nobody has ended yet: a process that dies over it leaves it asked for. */
export interface Asked {
  readonly name: string;
  readonly by: string;
  readonly at: string;
}

export async function ask(pool: pg.Pool, name: string, by: string): Promise<void> {
  await pool.query('insert into read.asked (name, by) values ($1, $2) on conflict (name) do update set by = excluded.by, asked_at = now()', [name, by]);
}

export async function readAsked(pool: pg.Pool): Promise<readonly Asked[]> {
  const { rows } = await pool.query<Asked>('select name, by, asked_at as at from read.asked order by asked_at');
  return rows;
}

export async function forgetAsked(client: pg.ClientBase | pg.Pool, name: string): Promise<void> {
  await client.query('delete from read.asked where name = $1', [name]);
}

export interface AskedParts extends RebuildParts {
  readonly log: ProjectorLog;
  /** How long before looking again. */
  readonly againMs: number;
  /** Lets one rebuild run at a time. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
}

/** Builds beside the live ones what operators ask for, until the signal aborts. What fails for the moment is tried again, and holds up no other. */
export async function buildAsked(parts: AskedParts, signal: AbortSignal): Promise<void> {
  const { pool, log, againMs, inTurn } = parts;
  const failed = (facts: Readonly<Record<string, string>> = {}) => (error: unknown): void => log.error({ ...facts, error: describe(error) }, 'a rebuild that was asked for is tried again');
  while (!signal.aborted) {
    for (const asked of await readAsked(pool).catch(failed()) ?? []) {
      if (!signal.aborted) await inTurn(() => build(parts, asked)).catch(failed({ projection: asked.name }));
    }
    await sleep(againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function build({ pool, store, limits, log }: AskedParts, { name, by }: Asked): Promise<void> {
  try {
    await buildBeside({ pool, store, ...(limits && { limits }) }, name, by, ({ stage, done, total }) => log.info({ projection: name, stage, done, total }, 'building a read model beside the live one'));
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.transient) throw fault;
    // How it stands says at which event it stopped: to ask again is the operator's.
    log.error({ projection: name, code: fault.code, ...fault.params, alarm: true }, 'a rebuild that was asked for cannot be ended');
  }
  await forgetAsked(pool, name);
}
