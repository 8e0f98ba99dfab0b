import pg from 'pg';
import type { Failure } from '../writer.js';

/** SQLSTATEs, or their first two characters. Source: PostgreSQL's manual, appendix A. */
const KINDS: readonly (readonly [Failure, readonly string[]])[] = [
  // A server that is going down may say so after it has committed.
  ['unknown', ['08', '57P']],
  ['permanent', [
    '53100', // disk full
    '58', // I/O error of the server's files
    'XX', // corrupted data or index, checksum
    '25006', // read-only transaction: a standby, or a server switched to read-only
    '42', // a table or function is missing or forbidden
    '3F', '3D', // schema or database is gone
    '23', // a row that only something beside record.append can have written
    '25', '55000', 'P0', // the server's settings forbid what the record needs
  ]],
  ['transient', ['40', '53', '55P03', '57014']],
];

export function failureOf(error: unknown): Failure {
  const state = error instanceof pg.DatabaseError ? error.code : undefined;
  if (state === undefined) return 'unknown';
  return KINDS.find(([, prefixes]) => prefixes.some((prefix) => state.startsWith(prefix)))?.[0] ?? 'refused';
}
