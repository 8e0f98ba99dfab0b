import { ErrorType } from '@kurrent/kurrentdb-client';
import type { Failure } from '../writer.js';

/** Kinds of the client's errors whose meaning is certain. All others leave the outcome of an append unknown. */
const KINDS: Readonly<Partial<Record<ErrorType, Exclude<Failure, 'unknown' | 'not-sent'>>>> = {
  [ErrorType.WRONG_EXPECTED_VERSION]: 'transient',
  [ErrorType.APPEND_CONSISTENCY_VIOLATION]: 'transient',
  // The client turns to the leader that the error names.
  [ErrorType.NOT_LEADER]: 'transient',
  [ErrorType.ACCESS_DENIED]: 'permanent',
  [ErrorType.STREAM_DELETED]: 'permanent',
  [ErrorType.STREAM_TOMBSTONED]: 'permanent',
  [ErrorType.UNSUPPORTED]: 'permanent',
  [ErrorType.INVALID_ARGUMENT]: 'refused',
  [ErrorType.INVALID_TRANSACTION]: 'refused',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'refused',
  [ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED]: 'refused',
  [ErrorType.APPEND_RECORD_SIZE_EXCEEDED]: 'refused',
};

/** gRPC's own statuses, of a server that never began: INVALID_ARGUMENT, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNIMPLEMENTED. */
const STATUSES: Readonly<Record<number, Failure>> = { 3: 'refused', 7: 'permanent', 8: 'refused', 12: 'permanent' };

export function failureOf(error: unknown): Failure {
  const { type, code } = facts(error);
  return (type && KINDS[type]) ?? (code === undefined ? undefined : STATUSES[code]) ?? 'unknown';
}

/** Another process has appended meanwhile. */
export function isLostRace(error: unknown): boolean {
  const { type } = facts(error);
  return type === ErrorType.WRONG_EXPECTED_VERSION || type === ErrorType.APPEND_CONSISTENCY_VIOLATION;
}

export function isMissingStream(error: unknown): boolean {
  return facts(error).type === ErrorType.STREAM_NOT_FOUND;
}

function facts(error: unknown): { readonly type?: ErrorType; readonly code?: number } {
  return typeof error === 'object' && error !== null ? error : {};
}
