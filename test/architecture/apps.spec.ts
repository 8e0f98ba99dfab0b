import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

interface NestProject {
  readonly root: string;
  readonly entryFile: string;
  readonly compilerOptions: { readonly tsConfigPath: string };
}

const run = promisify(execFile);

async function nestProjects(): Promise<Record<string, NestProject>> {
  return (JSON.parse(await readFile('nest-cli.json', 'utf8')) as { projects: Record<string, NestProject> }).projects;
}

/** What each says first when it has no configuration to go on with. */
const FIRST_WORDS: Readonly<Record<string, { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly words: RegExp }>> = {
  api: { words: /configuration-missing .*key=DATABASE_URL/ },
  projector: { words: /configuration-missing .*key=DATABASE_URL/ },
  worker: { words: /configuration-missing .*key=DATABASE_URL/ },
  cli: { args: ['rulebook', 'show'], words: /DATABASE_URL/ },
  minqing: { env: { MINQING_PROT: '1', MINQING_LOCALE: 'zh-Hant' }, words: /環境變量中有 1 項有誤或不認識[^]*MINQING_PROT/ },
};

describe('nest-cli.json', () => {
  it('names every app but the web pages, and nothing else', async () => {
    const folders = (await readdir('apps', { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== 'web').map((entry) => entry.name);
    expect(Object.keys(await nestProjects()).sort()).toEqual(folders.sort());
    expect(Object.keys(FIRST_WORDS).sort()).toEqual(folders.sort());
  });

  it('leads to entry files and compiler settings that exist', async () => {
    const wanted = Object.values(await nestProjects()).flatMap(({ root, entryFile, compilerOptions }) => [join(root, `${entryFile}.ts`), compilerOptions.tsConfigPath]);
    expect(wanted.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('what nest-cli builds where nothing was built', () => {
  let copy = '';

  /** The sources alone. Types are checked elsewhere: here it is what is built that counts, and the types of packages are left out of it. */
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'minqing-nest-'));
    for (const name of ['apps', 'libs', 'workflows', 'package.json', 'nest-cli.json']) {
      await cp(name, join(copy, name), { recursive: true, filter: (file) => !file.startsWith(join('apps', 'web')) && !file.endsWith('.spec.ts') });
    }
    const settings = JSON.parse(await readFile('tsconfig.json', 'utf8')) as { compilerOptions: object };
    const compilerOptions = { ...settings.compilerOptions, noCheck: true, types: [], incremental: false, sourceMap: false, tsBuildInfoFile: null };
    await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ ...settings, compilerOptions }));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));
  afterEach(() => Promise.all(['dist', 'node_modules'].map((name) => rm(join(copy, name), { recursive: true, force: true }))));

  async function build(...what: readonly string[]): Promise<void> {
    expect(existsSync(join(copy, 'dist'))).toBe(false);
    await run(process.execPath, [resolve('node_modules/@nestjs/cli/bin/nest.js'), 'build', ...what], { cwd: copy });
    await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  }

  async function saysItsFirstWords(app: string): Promise<void> {
    const { args = [], env = {}, words } = FIRST_WORDS[app]!;
    const { root, entryFile } = (await nestProjects())[app]!;
    const { PATH } = process.env;
    const started = run(process.execPath, [join('dist', root, `${entryFile}.js`), ...args], { cwd: copy, env: { PATH, MINQING_HOME: join(copy, '.minqing'), ...env }, timeout: 30_000 });
    const { code, stdout, stderr } = await started.then((said) => ({ ...said, code: 0 }), (ended: { readonly code: number; readonly stdout: string; readonly stderr: string }) => ended);
    expect([app, stdout + stderr, code]).toEqual([app, expect.stringMatching(words), 1]);
  }

  it('is every app, each of which comes as far as its first words', async () => {
    await build('--all');
    for (const app of Object.keys(FIRST_WORDS)) await saysItsFirstWords(app);
  }, 180_000);

  it('is whole for the one app that reads files as they lie beside it', async () => {
    await build('minqing');
    await saysItsFirstWords('minqing');
  }, 120_000);
});
