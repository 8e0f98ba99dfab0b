import type pg from 'pg';

/** An event that is not found by its command. */
export interface Misfiled {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
}

const MOST = 100;

/**
 * What a command is found by when it is given again stands in columns that no hash covers, beside the same in the bytes that
 * one does. Answers the first hundred events in which they differ: such a command would be taken twice, or not at all. None
 * where the record is kept elsewhere. The events' texts must be readable.
 */
export async function misfiledEvents(pool: pg.Pool): Promise<readonly Misfiled[]> {
  const { rows: [kept] } = await pool.query<{ here: boolean }>(`select to_regclass('record.event') is not null as here`);
  if (!kept!.here) return [];
  const { rows } = await pool.query<Misfiled>(
    `select position, stream_id as "streamId", revision from record.event
     where command_id <> (meta::json #>> '{command,id}') or command_index <> (meta::json ->> 'index')::integer order by position limit ${MOST}`);
  return rows;
}
