import type { RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
import pg from 'pg';

/** The pure fold threw: the event breaks a rule of its own history, or no version of its shape is known. */
export class FoldFailure extends Error {
  override readonly name = 'FoldFailure';

  constructor(readonly event: RecordedEvent, cause: unknown) {
    super(`${event.type} at ${event.position}: ${describe(cause)}`, { cause });
  }
}

/** A projection met an event that it cannot take. It stops there; the others go on. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';

  constructor(readonly projection: string, readonly event: RecordedEvent, cause: unknown) {
    super(`${projection} cannot take ${event.type} at ${event.position}: ${describe(cause)}`, { cause });
  }
}

/** Classes of SQLSTATE that lie in the data: wrong value, broken constraint, too large. */
const IN_THE_DATA = /^(22|23|54)/;

/** Whether trying again cannot help. Everything else (a lost connection, a lock, a full disk) is tried again. */
export function liesInTheEvent(error: unknown): boolean {
  return error instanceof FoldFailure || (error instanceof pg.DatabaseError && IN_THE_DATA.test(error.code ?? ''));
}

/** In words for the log and for operators. What the database says of a value may quote it, and it may be about a person: its code has to do. */
export function describe(error: unknown): string {
  if (error instanceof pg.DatabaseError && IN_THE_DATA.test(error.code ?? '')) return codeOf(error);
  return error instanceof Error ? error.message : String(error);
}

/** What a read model could not do with an event, as a code: of the fault, or of the database. */
export function codeOf(error: unknown): string {
  if (error instanceof FoldFailure || error instanceof PoisonEvent) return codeOf(error.cause);
  if (error instanceof Fault) return error.code;
  return error instanceof pg.DatabaseError ? `sqlstate-${error.code ?? 'unknown'}` : 'fold-threw';
}

export async function recordPoison(client: pg.ClientBase, { projection, event, cause }: PoisonEvent): Promise<void> {
  await client.query(
    `insert into read.poison (name, position, event_id, event_type, error, code) values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do update set position = excluded.position, event_id = excluded.event_id, event_type = excluded.event_type, error = excluded.error, code = excluded.code`,
    // NUL is the one character that the database does not take, and may be what the event was refused for.
    [projection, event.position, event.eventId, event.type, describe(cause).replaceAll('\0', '\\0').slice(0, 2000), codeOf(cause)],
  );
}

export async function isPoisoned(client: pg.ClientBase, projection: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from read.poison where name = $1', [projection]);
  return rowCount === 1;
}
