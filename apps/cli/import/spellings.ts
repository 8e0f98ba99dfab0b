import { translate, type Locale } from '#messages';

const SCRIPTS: readonly Locale[] = ['zh-Hant', 'zh-Hans'];

/** What a cell or a header is compared as: full-width letters, brackets and capitals are as good as plain ones. */
export function plain(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase();
}

/** The words of a code in both scripts as the term catalogue has them; of `社區（村）` each of the two as well. */
export function wordsOf(kind: string, code: string): readonly string[] {
  const terms = SCRIPTS.map((locale) => translate(locale, 'terms', `${kind}.${code}`));
  return [...new Set(terms.flatMap((term) => [term, ...term.split(/[（）]/)]).filter((word) => word !== ''))];
}

/** The code that a cell names: itself, or a word of it. */
export function codeIn<T extends string>(kind: string, codes: readonly T[], cell: string): T | undefined {
  const asked = plain(cell);
  return codes.find((code) => code === asked) ?? codes.find((code) => wordsOf(kind, code).some((word) => plain(word) === asked));
}

/** For a message: each code with the words that stand for it. */
export function acceptedFor(kind: string, codes: readonly string[]): string {
  return codes.map((code) => `${code} (${wordsOf(kind, code).join(', ')})`).join('; ');
}
