import { readFileSync } from 'node:fs';

interface Package {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Licences that an office may use, copy and change software under without giving its own away. */
const TAKEN = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'CC-BY-4.0'];

/** Packages that name no licence in the lockfile, and where theirs stands. */
const UNNAMED: readonly (readonly [name: RegExp, where: string])[] = [
  [/^@swc\/core-/, 'the builds of @swc/core for other machines, under its Apache-2.0'],
  [/^unionfs$/, 'Unlicense, in the file LICENSE of the package'],
];

function isTaken(licence: string): boolean {
  return licence.replace(/^\(|\)$/g, '').split(' AND ').every((one) => TAKEN.includes(one));
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Readonly<Record<string, Package>> };
const shipped = Object.entries(packages).filter(([path, { dev, link }]) => path !== '' && !dev && !link).map(([path, { license }]) => ({ name: path.split('node_modules/').at(-1)!, license }));

it('every package that ships has a licence that an office may use it under', () => {
  expect(shipped.length).toBeGreaterThan(100);
  expect(shipped.filter(({ license }) => license !== undefined && !isTaken(license))).toEqual([]);
  const unnamed = shipped.filter(({ license }) => license === undefined).map(({ name }) => name);
  expect(unnamed.filter((name) => !UNNAMED.some(([known]) => known.test(name)))).toEqual([]);
});

it.each(['GPL-3.0-only', 'AGPL-3.0', '(MIT AND GPL-2.0)', 'MIT OR GPL-2.0', 'SEE LICENSE IN x', 'UNLICENSED'])('%s is none of them', (licence) => {
  expect(isTaken(licence)).toBe(false);
});
