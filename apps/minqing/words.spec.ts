import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLATION } from '#config';
import { localeOf } from '#messages';
import en from '../../libs/messages/start/en.json' with { type: 'json' };
import { words } from './words.mjs';

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

  it('is told in the language asked for, before anything is built', () => {
    const asked = 'import(`./apps/minqing/prepare.mjs`).then(({ checkNode }) => checkNode(`18.0.0`)).catch(({ message }) => console.log(message))';
    const { stdout } = spawnSync(process.execPath, ['-e', asked], { cwd: INSTALLATION, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', MINQING_LOCALE: 'zh-Hans' } });
    expect(stdout).toContain('民情需要 Node 20.19.0 或更新的版本；目前是 Node 18.0.0');
  });
});
