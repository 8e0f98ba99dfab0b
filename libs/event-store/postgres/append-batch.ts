import type pg from 'pg';
import type { AppendOutcome } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import { repeatOutcome } from '../recorded.js';
import { byteaArray, int2Array, int4Array, textArray, uuidArray } from './binary-arrays.js';

type VerdictRow =
  | { readonly verdict: 'conflict' }
  | { readonly verdict: 'appended'; readonly start_position: number; readonly start_revision: number; readonly start_stream: null; readonly start_meta: null }
  | { readonly verdict: 'repeated'; readonly start_position: number; readonly start_revision: number; readonly start_stream: string; readonly start_meta: string };

export type AppendParameters = readonly Buffer[];

const APPEND = {
  name: 'record-append',
  text: 'select verdict, start_position, start_revision, start_stream, start_meta from record.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
} as const;

/** The bytes of a batch, made once: each retry sends the same. */
export function appendParameters(batch: readonly PreparedAppend[]): AppendParameters {
  const events = batch.flatMap(({ events: own }) => own);
  const owners = batch.flatMap(({ events: own }, index) => own.map(() => index + 1));
  const places = batch.flatMap(({ events: own }) => own.map((_, place) => place));
  return [
    textArray(batch.map(({ request }) => request.streamId)),
    textArray(batch.map(({ request }) => request.command.id)),
    int4Array(batch.map(({ request }) => request.expected.revision)),
    byteaArray(batch.map(({ request }) => Buffer.from(request.expected.hash, 'hex'))),
    int4Array(owners),
    int4Array(places),
    uuidArray(events.map((event) => event.eventId)),
    textArray(events.map((event) => event.type)),
    int2Array(events.map((event) => event.schema)),
    textArray(events.map((event) => event.meta)),
    textArray(events.map((event) => event.data)),
    byteaArray(events.map((event) => event.hash)),
  ];
}

export interface Sending {
  readonly timeoutMs: number;
  /** An earlier attempt of the same batch may have arrived. */
  readonly again: boolean;
}

/** One round trip, durable when it resolves: an outcome for each command of the batch, in its order. */
export async function sendBatch(client: pg.ClientBase, batch: readonly PreparedAppend[], parameters: AppendParameters, { timeoutMs, again }: Sending): Promise<AppendOutcome[]> {
  const query: pg.QueryConfig & { query_timeout: number } = { ...APPEND, values: [...parameters], query_timeout: timeoutMs };
  const { rows } = await client.query<VerdictRow>(query);
  if (rows.length !== batch.length) throw new Error(`record.append answered ${rows.length} of ${batch.length} commands`);
  return batch.map((append, index) => outcomeOf(append, rows[index]!, again));
}

function outcomeOf({ request, events }: PreparedAppend, row: VerdictRow, again: boolean): AppendOutcome {
  if (row.verdict === 'conflict') return { status: 'conflict' };
  // On a second attempt exactly these bytes are on record: the first had arrived, only its answer was lost.
  if (row.verdict === 'appended' || (again && row.start_meta === events[0]!.meta)) {
    const { streamId, command } = request;
    const { start_position: position, start_revision: firstRevision } = row;
    const others = events.length - 1;
    return { status: 'appended', streamId, command, firstRevision, lastRevision: firstRevision + others, lastPosition: position + others };
  }
  return repeatOutcome({ streamId: row.start_stream, position: row.start_position, revision: row.start_revision, meta: row.start_meta }, request.command.digest);
}
