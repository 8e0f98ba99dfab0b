import { dateAt, type Instant } from '#kernel';

/** Without the letters that are misheard or misread: I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The number that people read out: the day it was heard and five signs drawn from the issue's id, the same on every retry. */
export function issueNumber(issueId: string, heardAt: Instant, offsetMinutes: number): string {
  let rest = fnv1a(issueId);
  let signs = '';
  for (let i = 0; i < 5; i += 1) {
    signs += ALPHABET[rest % 32];
    rest = Math.floor(rest / 32);
  }
  return `${dateAt(heardAt, offsetMinutes).replaceAll('-', '')}-${signs}`;
}

/** FNV-1a, 32 bits: spreads ids evenly; not meant to keep a secret. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
