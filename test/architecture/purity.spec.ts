import { existsSync } from 'node:fs';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { pure, shortFunctions, small } from '../../eslint.config.js';

/** What eslint says of a file with this text at this path. */
function said(config: Linter.Config, filename: string, text: string): string[] {
  const parser = { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser as Linter.Parser } };
  return new Linter().verify(text, [parser, config], { filename }).map((message) => message.ruleId ?? message.message);
}

describe('purity', () => {
  const planted = [
    ['the clock', 'export const now = Date.now();', 'no-restricted-globals'],
    ['a new Date', 'export const now = new Date();', 'no-restricted-globals'],
    ['chance', 'export const n = Math.random();', 'no-restricted-properties'],
    ['random ids', 'export const id = crypto.randomUUID();', 'no-restricted-globals'],
    ['a way round', 'export const now = globalThis.Date;', 'no-restricted-properties'],
    ['Node\'s modules', "import { randomUUID } from 'node:crypto';\nexport { randomUUID };", 'no-restricted-imports'],
    ['the environment', 'export const home = process.env;', 'no-restricted-globals'],
  ] as const;
  const rooms = ['libs/domain/issue/planted.ts', 'libs/projections/ledger/planted.ts', 'libs/accountability/planted.ts', 'libs/what-if/planted.ts', 'workflows/src/planted.ts'];

  it.each(rooms.flatMap((room) => planted.map(([what, text, rule]) => [room, what, text, rule] as const)))('in %s forbids %s', (room, _what, text, rule) => {
    expect(said(pure, room, text)).toContain(rule);
  });

  it('leaves the other rooms alone', () => {
    expect(said(pure, 'libs/servers/planted.ts', 'export const now = Date.now();')).not.toContain('no-restricted-globals');
  });

  it('is law of rooms that exist', () => {
    expect(pure.files.map((glob) => String(glob).split('/**')[0] ?? '').filter((folder) => !existsSync(folder))).toEqual([]);
  });
});

describe('size', () => {
  it('of a file is at most 250 lines', () => {
    expect(said(small, 'libs/x/planted.ts', 'export {};\n'.repeat(251))).toContain('max-lines');
    expect(said(small, 'libs/x/planted.ts', 'export {};\n'.repeat(250))).not.toContain('max-lines');
  });

  it('of a function is at most 40 lines', () => {
    expect(said(shortFunctions, 'libs/x/planted.ts', `export function f() {\n${'  f();\n'.repeat(40)}}\n`)).toContain('max-lines-per-function');
  });
});

