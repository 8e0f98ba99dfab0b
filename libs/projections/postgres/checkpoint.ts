import type pg from 'pg';

/** How far a projection has read, and which version of it. */
export interface Checkpoint {
  readonly version: number;
  readonly position: number;
}

export async function readCheckpoint(client: pg.ClientBase | pg.Pool, name: string, options: { lock: boolean } = { lock: false }): Promise<Checkpoint> {
  const { rows } = await client.query<Checkpoint>(
    `select version, position from read.checkpoint where name = $1${options.lock ? ' for update' : ''}`, [name],
  );
  return rows[0]!;
}

/**
 * Moves the checkpoint within the caller's transaction. False when it is no longer where the caller believed it: another
 * process or a rebuild has moved it, and nothing of this transaction may stay. A poison event that is passed is forgotten.
 */
export async function moveCheckpoint(client: pg.ClientBase, name: string, from: Checkpoint, to: number): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'move-checkpoint',
    text: `with past as (delete from read.poison where name = $1 and position <= $4)
     update read.checkpoint set position = $4, moved_at = now() where name = $1 and version = $2 and position = $3 and position < $4`,
    values: [name, from.version, from.position, to],
  });
  return rowCount === 1;
}

/** `moveCheckpoint` of several that stand at the same position: all, or nothing of this transaction may stay. One that somebody holds is not waited for. */
export async function moveCheckpoints(client: pg.ClientBase, moving: readonly { readonly name: string; readonly version: number }[], from: number, to: number): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'move-checkpoints',
    text: `with free as (select name from read.checkpoint where name = any($1) for update skip locked),
       past as (delete from read.poison where name = any($1) and position <= $4)
     update read.checkpoint moved set position = $4, moved_at = now()
     from free join unnest($1::text[], $2::int[]) as asked (name, version) using (name)
     where moved.name = free.name and moved.version = asked.version and moved.position = $3 and moved.position < $4`,
    values: [moving.map(({ name }) => name), moving.map(({ version }) => version), from, to],
  });
  return rowCount === moving.length;
}
