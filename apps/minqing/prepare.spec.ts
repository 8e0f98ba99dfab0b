import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotGoOn, checkNode, isInstalled } from './prepare.mjs';

describe('the check of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['20.18.3', '18.20.0', '19.99.0'])('refuses %s and says how to get a newer one', (version) => {
    expect(() => checkNode(version)).toThrow(CannotGoOn);
    expect(() => checkNode(version)).toThrow(new RegExp(`this is Node ${version}[^]*nodejs\\.org`));
  });
});

describe('the look at what is installed', () => {
  let root = '';
  const lock = (packages: object): string => JSON.stringify({ packages: { '': { version: '9' }, ...packages } });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'minqing-prepare-'));
    await mkdir(join(root, 'node_modules'));
    await writeFile(join(root, 'package-lock.json'), lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-mac': { version: '2.0.0', optional: true } }));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it.each([
    ['nothing', null, false],
    ['what the lock file says', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['too little', {}, false],
    ['an optional package of another version', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-mac': { version: '1.0.0' } }, false],
  ])('finds %s', async (_what, packages, expected) => {
    if (packages) await writeFile(join(root, 'node_modules', '.package-lock.json'), lock(packages));
    expect(isInstalled(root)).toBe(expected);
  });
});
