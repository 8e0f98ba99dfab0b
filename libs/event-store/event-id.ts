import { hash } from 'node:crypto';

/** Namespace of the product's name-based ids. Changing it would change every id that a retry must reproduce. */
const NAMESPACE = Buffer.from('6d8f0f0e3a1b5c1e9f6a4d2b7c80e315', 'hex');
const LONGEST_SHORT = 1_000;
/** The namespace with room behind it for the names: ids are made by the ten thousand, and nothing waits in between. */
const short = Buffer.concat([NAMESPACE, Buffer.alloc(3 * LONGEST_SHORT)]);

/** The UUID version 5 (RFC 9562) of a list of names: the same names give the same id, in any process, for ever. */
export function uuid5(...names: readonly (string | number)[]): string {
  // JSON keeps the names apart: ("a", "bc") and ("ab", "c") are different lists.
  const list = JSON.stringify(names);
  const bytes = list.length > LONGEST_SHORT ? Buffer.concat([NAMESPACE, Buffer.from(list)]) : short.subarray(0, NAMESPACE.length + short.write(list, NAMESPACE.length));
  const hex = hash('sha1', bytes, 'hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An event's id follows from its place in its command, so that a retry writes the same event. */
export function eventIdOf(streamId: string, commandId: string, index: number): string {
  return uuid5(streamId, commandId, index);
}
