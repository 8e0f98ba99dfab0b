import { hash } from 'node:crypto';

/** Namespace of the product's name-based ids. Changing it would change every id that a retry must reproduce. */
const NAMESPACE = Buffer.from('6d8f0f0e3a1b5c1e9f6a4d2b7c80e315', 'hex');

/** The UUID version 5 (RFC 9562) of a list of names: the same names give the same id, in any process, for ever. */
export function uuid5(...names: readonly (string | number)[]): string {
  // JSON keeps the names apart: ("a", "bc") and ("ab", "c") are different lists.
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(JSON.stringify(names))]), 'buffer');
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** An event's id follows from its place in its command, so that a retry writes the same event. */
export function eventIdOf(streamId: string, commandId: string, index: number): string {
  return uuid5(streamId, commandId, index);
}
