import { Fault } from '#kernel';

/** The last row of a page: the next one begins behind it. */
export interface Place {
  readonly sortKey: string;
  readonly issueId: string;
}

/** Opaque to whoever carries it: the place, and a mark of the question that it belongs to. */
export function cursorFor(question: string, { sortKey, issueId }: Place): string {
  return Buffer.from(JSON.stringify([mark(question), sortKey, issueId])).toString('base64url');
}

/** Fault `bad-cursor` when the cursor was not issued for this question. */
export function placeOf(question: string, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const parts = parsed(cursor);
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string' && !part.includes('\0'))) throw badCursor();
  const [marked, sortKey, issueId] = parts as [string, string, string];
  if (marked !== mark(question)) throw badCursor();
  return { sortKey, issueId };
}

const NO_FILTERS = new Set(['cursor', 'limit', 'asOf']);

/** What a cursor belongs to beside the filters: what may be seen, and as of which position. */
interface Standpoint {
  readonly scope: unknown;
  readonly from: { readonly asOf: number | null };
}

/**
 * The same text for the same filters, in whatever order they came; where the page begins and its length are not part of it.
 * A past moment counts by its position, however it was named.
 */
export function questionOf(name: string, query: Readonly<Record<string, unknown>>, { scope, from: { asOf } }: Standpoint): string {
  const filters = Object.entries(query).filter(([key, value]) => !NO_FILTERS.has(key) && value !== undefined).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([name, filters, scope, asOf]);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function badCursor(): Fault {
  return new Fault('bad-cursor', { tryNext: 'ask for the first page, and carry each page\'s `next` with the same filters' });
}

/** FNV-1a: enough to notice a cursor carried to another question; it protects nothing. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(36);
}
