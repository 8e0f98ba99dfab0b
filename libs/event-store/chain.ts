import { hash } from 'node:crypto';
import type { StreamHead } from './port.js';

/**
 * The hash chain of a stream, format 1. This text alone is enough to write another verifier.
 *
 *   hash(n) = SHA-256( hash(n-1) ‖ field(stream id) ‖ field(revision) ‖ field(event id) ‖ field(type) ‖ field(schema)
 *                      ‖ field(meta) ‖ field(data) )
 *
 * - ‖ joins bytes. hash(-1), before a stream's first event, is 32 zero bytes.
 * - field(x) is the number of bytes of x as 4 bytes, most significant first, followed by x in UTF-8.
 * - revision (from 0) and schema are decimal ASCII without sign or leading zero; event id is lower-case with hyphens.
 * - meta and data are the stored texts, byte for byte. They are JSON, but are never parsed or written anew for hashing.
 * - meta is one object with the keys at, by, command (id, type, digest), index, count, ruleVersion, recordedAt, in this order,
 *   and behind them workflow (id, run) when a workflow gave the command.
 *   An event is number `index` (from 0) of the `count` that its command wrote; they have consecutive revisions and positions.
 * - The global position is not hashed: it is not known when the hash is made, and the Merkle tree over the order covers it.
 */
export interface ChainedEvent {
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schema: number;
  readonly meta: string;
  readonly data: string;
}

const HASH_BYTES = 32;
/** Where the bytes of an event of usual size are put together: they are hashed before the next event's are. */
const scratch = Buffer.allocUnsafe(32 * 1024);

export const GENESIS_HASH = '0'.repeat(2 * HASH_BYTES);

/** The head of a stream without events. */
export const EMPTY_STREAM: StreamHead = { revision: -1, hash: GENESIS_HASH };

/** The 32 bytes that chain this event to the one before it. */
export function chainHash(previous: Buffer, event: ChainedEvent): Buffer {
  return hash('sha256', chainBytes(previous, event), 'buffer');
}

/** The same in hexadecimal digits, as events carry it: whoever checks a log does this a million times. */
export function chainHashHex(previous: string, event: ChainedEvent): string {
  return hash('sha256', chainBytes(previous, event), 'hex');
}

function chainBytes(previous: Buffer | string, event: ChainedEvent): Buffer {
  const { streamId, revision, eventId, type, schema, meta, data } = event;
  const fields = [streamId, String(revision), eventId, type, String(schema), meta, data];
  // A UTF-16 unit takes at most three bytes of UTF-8; one pass writes what two would measure and write.
  const room = fields.reduce((sum, field) => sum + 4 + 3 * field.length, HASH_BYTES);
  const bytes = room <= scratch.length ? scratch : Buffer.allocUnsafe(room);
  let end = typeof previous === 'string' ? bytes.write(previous, 0, HASH_BYTES, 'hex') : previous.copy(bytes, 0, 0, HASH_BYTES);
  for (const field of fields) {
    const length = bytes.write(field, end + 4, 'utf8');
    bytes.writeUInt32BE(length, end);
    end += 4 + length;
  }
  return bytes.subarray(0, end);
}
