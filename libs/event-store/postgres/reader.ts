import { Fault } from '#kernel';
import type pg from 'pg';
import { EMPTY_STREAM } from '../chain.js';
import type { AppendReceipt, RecordedEvent, StreamHead } from '../port.js';
import { failureOf } from './failure.js';
import { receiptOf, recordedEvent, type GroupStart, type StoredEvent } from '../recorded.js';

const COLUMNS = `position, stream_id as "streamId", revision, event_id as "eventId", type, schema, meta, data, encode(hash, 'hex') as hash`;

const STREAM = { name: 'record-stream', text: `select ${COLUMNS} from record.event where stream_id = $1 order by revision` };
const ALL = { name: 'record-all', text: `select ${COLUMNS} from record.event where position > $1 order by position limit $2` };
const LAST = { name: 'record-last', text: 'select coalesce(max(position), 0) as last from record.event' };
const COMMAND = {
  name: 'record-command',
  text: 'select stream_id as "streamId", position, revision, meta from record.event where command_id = $1 and command_index = 0',
};

function needsSomeone(cause: unknown): boolean {
  return failureOf(cause) === 'permanent' || failureOf(cause) === 'refused';
}

/** Reads the record. A page or stream with a hole is never handed on: Fault `record-damaged`. */
export class Reader {
  constructor(private readonly pool: pg.Pool) {}

  async stream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }> {
    const rows = await this.query<StoredEvent>(STREAM, [streamId]);
    rows.forEach((row, index) => refuseHole(row, 'revision', index));
    const last = rows.at(-1);
    return { events: rows.map(recordedEvent), head: last ? { revision: last.revision, hash: last.hash } : EMPTY_STREAM };
  }

  async all(after: number, limit: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.query<StoredEvent>(ALL, [after, limit]);
    rows.forEach((row, index) => refuseHole(row, 'position', after + 1 + index));
    return rows.map(recordedEvent);
  }

  async lastPosition(): Promise<number> {
    const [row] = await this.query<{ last: number }>(LAST, []);
    return row!.last;
  }

  async command(commandId: string): Promise<AppendReceipt | undefined> {
    const [start] = await this.query<GroupStart>(COMMAND, [commandId]);
    return start && receiptOf(start);
  }

  private async query<Row extends pg.QueryResultRow>(statement: { name: string; text: string }, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ ...statement, values })).rows;
    } catch (cause) {
      throw new Fault('store-unavailable', { params: { reason: 'database' }, transient: !needsSomeone(cause), cause, tryNext: 'nothing was read; ask again' });
    }
  }
}

function refuseHole(row: StoredEvent, order: 'revision' | 'position', expected: number): void {
  if (row[order] === expected) return;
  throw new Fault('record-damaged', {
    params: { order, expected, found: row[order], stream: row.streamId },
    tryNext: 'events are missing from the database; restore it from a backup and run verify',
  });
}
