import type { Read } from '#projections';
import type { api } from '#wire';

/** How many issues one request looks through: their titles are sealed, so each is opened to be looked at. */
const MOST_LOOKED_THROUGH = 5_000;
const AT_ONCE = 200;
const USUAL_LIMIT = 50;

/** The beginning of an issue's number, `20261004` or `20261004-QPB2V`: those are found without opening any title. */
export function isNumber(words: string): boolean {
  return /^20\d{6}(-[a-z0-9]{0,5})?$/i.test(words);
}

type Part = Pick<api.LedgerQuery, 'cursor' | 'limit'>;

/**
 * A page of the ledger's rows whose number or title holds the words, whatever the case. A page may have fewer rows than asked
 * for, or none, and still name a next one: then the words were not found among the issues that one request looks through.
 */
export async function searchTitles(ledger: (part: Part) => Promise<Read<api.LedgerPage>>, { cursor, limit = USUAL_LIMIT }: Part, words: string): Promise<Read<api.LedgerPage>> {
  const found: api.IssueRow[] = [];
  let from = cursor;
  for (let looked = 0; ;) {
    const page = await ledger(partFrom(from, AT_ONCE));
    const places = page.rows.flatMap((row, index) => (holds(row, words) ? [index] : [])).slice(0, limit - found.length);
    found.push(...places.map((index) => page.rows[index]!));
    if (found.length === limit) return { ...page, rows: found, next: await cursorBehind(places.at(-1)! + 1) };
    looked += page.rows.length;
    if (page.next === null || looked >= MOST_LOOKED_THROUGH) return { ...page, rows: found };
    from = page.next;
  }

  /** The ledger's own cursor behind so many rows of the page in hand. */
  async function cursorBehind(rows: number): Promise<string | null> {
    return (await ledger(partFrom(from, rows))).next;
  }
}

function partFrom(cursor: string | undefined, limit: number): Part {
  return cursor === undefined ? { limit } : { cursor, limit };
}

function holds({ number, title }: api.IssueRow, words: string): boolean {
  const wanted = words.toLowerCase();
  return title.toLowerCase().includes(wanted) || number.toLowerCase().includes(wanted);
}
