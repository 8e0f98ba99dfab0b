import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { INSTALLATION } from '#config';
import { localeOf } from '#messages';
import en from '../../libs/messages/start/en.json' with { type: 'json' };
import { words } from './words.mjs';

/** Whose faults may end a start. */
const ROOMS = ['apps/minqing', 'apps', 'libs/config', 'libs/database', 'libs/servers'];
const FILES = ROOMS.flatMap((room) => readdirSync(join(INSTALLATION, room)).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')).map((file) => join(room, file)));
const THROWN = FILES.flatMap(faultsIn);

function sourceOf(file: string): string {
  return readFileSync(join(INSTALLATION, file), 'utf8');
}

function faultsIn(file: string): { readonly file: string; readonly code: string; readonly given: readonly string[] }[] {
  return [...sourceOf(file).matchAll(/new Fault\('([a-z-]+)'(?:, \{\s*params: (\{.*?\}),? ?(?:[},\n]|transient|cause|tryNext))?/gs)]
    .map(([, code = '', params = '']) => ({ file, code, given: [...params.matchAll(/[{,] (\w+)/g)].map(([, name]) => name!) }));
}

describe('the language of a terminal', () => {
  it.each([
    [{ MINQING_LOCALE: 'zh-Hant', LANG: 'en_US.UTF-8' }, 'zh-Hant'],
    [{ LC_ALL: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, 'zh-Hant'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_HK', LANG: 'en' }, 'zh-Hant'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-Hans'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('by %j is %s', (env, locale) => {
    expect(localeOf(env)).toBe(locale);
  });
});

describe('what npm start says', () => {
  const sources = readdirSync(join(INSTALLATION, 'apps/minqing')).filter((file) => /\.(mjs|ts)$/.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(INSTALLATION, 'apps/minqing', file), 'utf8')).join('\n');

  it('says nothing that has no sentence', () => {
    const said = [...sources.matchAll(/\bwords\('([\w.-]+)'/g)].map(([, code]) => code!);
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((code) => !(code in en))).toEqual([]);
    expect(() => words('no-such-sentence')).toThrow('libs/messages/start');
  });

  it('finds the faults of each room', () => {
    expect([...new Set(THROWN.map(({ file }) => dirname(file)))].sort()).toEqual([...ROOMS].sort());
    expect(THROWN).toHaveLength(FILES.map(sourceOf).join('').split('new Fault(').length - 1);
  });

  it.each(THROWN)('has a sentence for $code of $file, with what it is told', ({ code, given }) => {
    const asked = [...((en as Readonly<Record<string, string>>)[code] ?? 'no sentence {{}}').matchAll(/\{\{(\w*)\}\}/g)].map(([, name]) => name!);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
  });

  it('tells a start that fails in the language asked for', async () => {
    const home = await mkdtemp(join(tmpdir(), 'minqing-start-words-'));
    const env = { ...process.env, MINQING_LOCALE: 'zh-Hant', MINQING_HOME: home, MINQING_PROT: '1', NODE_OPTIONS: '' };
    const { stdout, status } = spawnSync(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', 'apps/minqing/main.ts'], { cwd: INSTALLATION, encoding: 'utf8', env });
    await rm(home, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/環境變量中有 1 項有誤或不認識：\n {2}MINQING_PROT .*MINQING_PORT.*\n {2}各項的說明見 \.env\.example。/) });
  });

  it('is told in the language asked for, before anything is built', () => {
    const asked = 'import(`./apps/minqing/prepare.mjs`).then(({ checkNode }) => checkNode(`18.0.0`)).catch(({ message }) => console.log(message))';
    const { stdout } = spawnSync(process.execPath, ['-e', asked], { cwd: INSTALLATION, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', MINQING_LOCALE: 'zh-Hans' } });
    expect(stdout).toContain('民情需要 Node 20.19.0 或更新的版本；目前是 Node 18.0.0');
  });
});
