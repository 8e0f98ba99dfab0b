import type { FieldError } from './problem.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Finds text that no store could keep as it is: NUL characters and halves of surrogate pairs, in values and keys. */
export function unstorableText(value: unknown, path = ''): FieldError[] {
  if (typeof value === 'string') return flawsOf(value, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorableText(item, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...flawsOf(key, path), ...unstorableText(item, `${path}/${pointerPart(key)}`)]);
}

function flawsOf(text: string, path: string): FieldError[] {
  if (text.includes('\0')) return [{ path, code: 'nul-character' }];
  return LONE_SURROGATE.test(text) ? [{ path, code: 'lone-surrogate' }] : [];
}

/** A key as a part of a JSON pointer (RFC 6901). */
export function pointerPart(key: PropertyKey): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
