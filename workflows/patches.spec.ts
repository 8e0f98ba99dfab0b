import { readdirSync, readFileSync } from 'node:fs';
import { PATCHES } from './patches.js';

const SOURCES = new URL('./src/', import.meta.url);

/** Ids that workflow code asks `patched` or `deprecatePatch` about. */
function usedIn(code: string): string[] {
  return [...code.matchAll(/\b(?:patched|deprecatePatch)\(\s*['"`]([^'"`]+)['"`]/g)].map(([, id]) => id!);
}

describe('patches', () => {
  it('are found in code wherever they are asked about', () => {
    expect(usedIn(`if (patched('a-b')) x(); deprecatePatch("c")`)).toEqual(['a-b', 'c']);
  });

  it('of the code and of the list are the same, each explained', () => {
    const used = readdirSync(SOURCES).filter((name) => name.endsWith('.ts')).flatMap((name) => usedIn(readFileSync(new URL(name, SOURCES), 'utf8')));
    expect(PATCHES.map(({ id }) => id).sort()).toEqual([...new Set(used)].sort());
    for (const patch of PATCHES) expect(Object.values(patch).every((text) => text.length > 0)).toBe(true);
  });
});
