import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import config, { LAWS, OPTIONS, ROOMS, aliasesUnder, resolveUnder } from '../../.dependency-cruiser.mjs';

interface Broken {
  readonly law: string;
  readonly from: string;
  readonly to: string;
}

async function brokenIn(root: string, folders: readonly string[]): Promise<readonly Broken[]> {
  const { output } = await cruise([...folders], { ...OPTIONS, baseDir: root, validate: true, ruleSet: config as never }, resolveUnder(root) as never);
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({ law: rule.name, from, to }));
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name)).map((entry) => relative(process.cwd(), join(entry.parentPath, entry.name)));
}

describe('the law of imports', () => {
  it('is kept', async () => {
    expect(await brokenIn(process.cwd(), ['apps', 'libs', 'workflows'])).toEqual([]);
  }, 120_000);

  it('has a word for every room', async () => {
    const folders = [];
    for (const parent of ['apps', 'libs']) for (const entry of await readdir(parent, { withFileTypes: true })) if (entry.isDirectory()) folders.push(`${parent}/${entry.name}`);
    expect(folders.filter((folder) => !ROOMS.some(({ room }) => room === folder))).toEqual([]);
  });

  it('has rooms for every alias', () => {
    const lost = Object.entries(aliasesUnder(process.cwd())).filter(([, file]) => !existsSync(file));
    expect(lost).toEqual([]);
  });

  it('speaks of no room that is empty', async () => {
    const files = (await Promise.all(['apps', 'libs', 'workflows'].map(filesOf))).flat();
    const bare = LAWS.filter(({ from }) => !files.some((file) => new RegExp(from.path).test(file) && !(from.pathNot ?? []).some((no) => new RegExp(no).test(file))));
    expect(bare.map((law) => law.name)).toEqual([]);
  });
});

describe('each law of imports', () => {
  let root = '';
  let broken: readonly Broken[] = [];
  const plantedFile = (index: number, folder: string, file?: string): string => `${folder}/${file ?? `planted-${index}.ts`}`;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'minqing-architecture-')));
    await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
    const plant = async (file: string, text: string): Promise<void> => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    };
    await plant('package.json', '{ "type": "module" }');
    for (const file of Object.values(aliasesUnder(''))) await plant(file, 'export {};\n');
    for (const app of ['api', 'cli']) for (const name of ['main', 'planted']) await plant(`apps/${app}/${name}.ts`, 'export {};\n');
    for (const [index, { planted }] of LAWS.entries()) await plant(plantedFile(index, planted.in, planted.file), `import '${planted.imports}';\n`);
    broken = await brokenIn(root, ['apps', 'libs', 'workflows']);
  }, 60_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each(LAWS.map((law, index) => [law.name, index] as const))('turns red when broken: %s', (name, index) => {
    const planted = LAWS[index]?.planted ?? { in: '', imports: '' };
    const file = plantedFile(index, planted.in, planted.file);
    expect(broken.filter(({ from }) => from === file).map(({ law }) => law)).toContain(name);
  });

  it('says nothing of a file that breaks none', () => {
    expect(broken.filter(({ from }) => from === 'apps/api/main.ts')).toEqual([]);
  });
});
