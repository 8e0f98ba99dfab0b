/** How many rows one request looks through: their texts are sealed, so each is opened to be looked at. */
const MOST_LOOKED_THROUGH = 5_000;
const AT_ONCE = 200;
const USUAL_LIMIT = 50;

/** The beginning of an issue's number, `20261004` or `20261004-QPB2V`: those are found without opening any title. */
export function isNumber(words: string): boolean {
  return /^20\d{6}(-[a-z0-9]{0,5})?$/i.test(words);
}

export interface Part {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

interface Page {
  readonly rows: readonly unknown[];
  readonly next: string | null;
}

/**
 * A page of the rows of which one of the texts holds the words, whatever the case. A page may have fewer rows than asked
 * for, or none, and still name a next one: then the words were not found among the rows that one request looks through.
 */
export async function searchRows<Found extends Page>(list: (part: Part) => Promise<Found>, { cursor, limit = USUAL_LIMIT }: Part, words: string, textsOf: (row: Found['rows'][number]) => readonly string[]): Promise<Found> {
  const wanted = words.toLowerCase();
  const texts = textsOf as (row: unknown) => readonly string[];
  const holds = (row: unknown): boolean => texts(row).some((text) => text.toLowerCase().includes(wanted));
  const found: unknown[] = [];
  let from = cursor;
  for (let looked = 0; ;) {
    const page = await list(partFrom(from, AT_ONCE));
    const places = page.rows.flatMap((row, index) => (holds(row) ? [index] : [])).slice(0, limit - found.length);
    found.push(...places.map((index) => page.rows[index]!));
    if (found.length === limit) return { ...page, rows: found, next: await cursorBehind(places.at(-1)! + 1) };
    looked += page.rows.length;
    if (page.next === null || looked >= MOST_LOOKED_THROUGH) return { ...page, rows: found };
    from = page.next;
  }

  /** The list's own cursor behind so many rows of the page in hand. */
  async function cursorBehind(rows: number): Promise<string | null> {
    return (await list(partFrom(from, rows))).next;
  }
}

function partFrom(cursor: string | undefined, limit: number): Part {
  return cursor === undefined ? { limit } : { cursor, limit };
}
