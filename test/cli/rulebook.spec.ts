import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRulebook, rulebookComparison, rulebookVersions } from '#application';
import { NOTICE, versionAt, type Rulebook } from '#domain';
import { createAccount } from '#identity';
import type { Actor, Role } from '#kernel';
import { deskOf } from '../../apps/cli/commands/account.js';
import { giveForRulebook, rulebookIn } from '../../apps/cli/rulebook/decide.js';
import { actingPerson } from '../../apps/cli/rulebook/person.js';
import { calendarWarning, tellDifference } from '../../apps/cli/rulebook/tell.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const PASSWORD = 'a long enough password';
const OPERATOR: Actor = { kind: 'operator', operator: 'spec' };
const PEOPLE: readonly (readonly [string, string, Role])[] = [['author', 'CITY', 'administrator'], ['second', 'CITY', 'supervisor'], ['below', 'STREET', 'administrator']];
const WINTER: Rulebook = { ...NOTICE, version: 'winter', effectiveFrom: '2026-12-01T00:00:00.000Z', verdict: { value: { amount: 2, unit: 'working-day' }, source: '第七號通知' } };

let cli: OpenCli;
beforeAll(async () => {
  cli = await openCli();
  const { giver } = cli.context;
  const give = async (type: string, data: object) => giver.give({ type, id: `${type}/${JSON.stringify(data)}`, at: NOW, by: OPERATOR, data } as never);
  await give('register-unit', { code: 'CITY', name: '市', level: 'city', kind: 'area', parent: null });
  await give('register-unit', { code: 'STREET', name: '街道', level: 'subdistrict', kind: 'area', parent: 'CITY' });
  for (const [cadre, unit, role] of PEOPLE) {
    await give('register-cadre', { cadre, name: cadre });
    await give('take-post', { cadre, post: `${cadre}-post`, unit, role, from: '2026-01-01' });
  }
  await cli.caughtUp();
  const desk = await deskOf(cli.context);
  for (const [cadre] of PEOPLE) await createAccount(desk, { login: cadre, cadre, password: PASSWORD });
}, 60_000);
afterAll(() => cli.close());

it('lets two persons with accounts change the rules, and nobody without', async () => {
  const { context } = cli;
  const author = await actingPerson(context, 'author', PASSWORD, 'propose-rulebook');
  expect(author).toEqual({ kind: 'cadre', cadre: 'author', post: 'author-post', unit: 'CITY', role: 'administrator' });
  expect(await giveForRulebook(context, author, 'winter', { type: 'propose-rulebook', data: { rules: WINTER, reason: '入冬' } })).toEqual({ done: true, version: 'winter' });
  expect(await giveForRulebook(context, author, 'winter', { type: 'approve-rulebook', data: { version: 'winter' } })).toEqual({ done: false, refusal: { code: 'rulebook-author-approves' } });
  expect(await giveForRulebook(context, OPERATOR, 'winter', { type: 'approve-rulebook', data: { version: 'winter' } })).toEqual({ done: false, refusal: { code: 'rulebook-needs-a-person' } });
  const second = await actingPerson(context, 'second', PASSWORD, 'approve-rulebook');
  expect(await giveForRulebook(context, second, 'winter', { type: 'approve-rulebook', data: { version: 'winter' } })).toEqual({ done: true, version: 'winter' });
  const state = await readRulebook(context.store);
  expect([versionAt(state, NOW).version, versionAt(state, WINTER.effectiveFrom).version]).toEqual(['notice-1', 'winter']);
  expect(await giveForRulebook(context, OPERATOR, 'later', { type: 'adopt-rulebook', data: { ...WINTER, version: 'later' } })).toEqual({ done: false, refusal: { code: 'rulebook-needs-two-persons' } });
});

it('turns away a wrong password, a post without the right, and a post below the top', async () => {
  const { context } = cli;
  await expect(actingPerson(context, 'author', 'wrong', 'propose-rulebook')).rejects.toMatchObject({ code: 'sign-in-denied' });
  await expect(actingPerson(context, 'second', PASSWORD, 'propose-rulebook')).rejects.toMatchObject({ code: 'act-not-allowed' });
  await expect(actingPerson(context, 'below', PASSWORD, 'approve-rulebook')).rejects.toMatchObject({ code: 'act-not-allowed' });
  const { rows: [left] } = await context.pool.query<{ n: string }>('select count(*) as n from identity.session');
  expect(Number(left!.n)).toBe(0);
});

it('tells a difference and its effect in words, and warns of the calendar’s end', async () => {
  const said: string[] = [];
  const terminal = Object.assign(new Terminal('zh-Hant', false), { say: (code: string, params: Readonly<Record<string, string | number>>) => said.push(terminal.words(code, params)) });
  const { differences } = (await rulebookComparison(cli.context, 'notice-1', 'winter'))!;
  for (const difference of differences) tellDifference(terminal, difference);
  expect(said).toEqual(['回訪時限：3 個工作日 → 2 個工作日（縮短）。出處：第七號通知。生效後新定的時限按新數計算；已定的時限不變。']);
  const { calendar } = await rulebookVersions(cli.context, null);
  expect(calendarWarning(terminal, calendar)).toBe('注意：工作日曆 cn-2026.1 只到 2026-12-31，還剩 37 天。之後的日子只按星期計算，直到採用新的日曆。');
  expect(calendarWarning(terminal, { ...calendar, status: 'covered' })).toBeNull();
  expect(calendarWarning(terminal, { ...calendar, status: 'ended', newest: 'cn-2027.1' })).toContain('cn-2027.1');
});

it('says what is wrong with a file before anybody is asked for a password', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minqing-rules-'));
  const file = join(folder, 'rules.json');
  await writeFile(file, JSON.stringify({ ...WINTER, colour: 'red' }));
  expect(await rulebookIn(file)).toEqual({ code: 'rulebook-field-unknown', params: { place: 'colour' } });
  await writeFile(file, JSON.stringify(WINTER));
  expect(await rulebookIn(file)).toEqual(WINTER);
  await writeFile(file, '{');
  await expect(rulebookIn(file)).rejects.toMatchObject({ code: 'file-not-json' });
  await expect(rulebookIn(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'file-missing' });
  await rm(folder, { recursive: true });
});
