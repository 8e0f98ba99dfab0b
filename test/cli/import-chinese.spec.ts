import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cadreDecider, householdDecider, rosterDecider, unitDecider } from '#domain';
import { LOCALES } from '#messages';
import { importInto, type ImportKind } from '../../apps/cli/commands/import.js';
import { stateOf } from '../../apps/cli/import/on-record.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);
let cli: OpenCli;
beforeAll(async () => { cli = await openCli(); }, 60_000);
afterAll(() => cli.close());

async function imported(kind: ImportKind, content: string) {
  const file = join(cli.context.config.home, `${kind}.csv`);
  await writeFile(file, content);
  return importInto(cli.context, quiet, kind, file, { now: NOW, unit: undefined, places: [], startClock: false });
}

const unit = (code: string) => stateOf(cli.context.store, `unit/${code}`, unitDecider);

describe.each([
  ['Traditional', 'T', {
    units: '代碼,名稱,層級,類別,上級\n', levels: ['市', '街道', '社區（村）', '村'], kinds: ['轄區', '部門'],
    cadres: '幹部代碼,姓名,電話\n', posts: '崗位,幹部,單位,職責,開始日期,結束日期\n', role: '單位負責人',
    households: '住戶,單位,住址,困難羣體,居民\n', groups: '困難戶；殘疾人、elderly', roster: '安排,幹部,類別,聯繫對象,單位,開始日期,結束日期\n', links: ['聯繫戶', '聯繫點'],
  }],
  ['Simplified', 'S', {
    units: '代码,名称,层级,类别,上级\n', levels: ['市', '街道', '社区(村)', '社区'], kinds: ['辖区', '部门'],
    cadres: '干部代码,姓名,电话\n', posts: '岗位,干部,单位,职责,开始日期,结束日期\n', role: '单位负责人',
    households: '住户,单位,住址,困难群体,居民\n', groups: '困难户;残疾人;elderly', roster: '安排,干部,类别,联系对象,单位,开始日期,结束日期\n', links: ['联系户', '联系点'],
  }],
] as const)('files in %s Chinese', (_, x, words) => {
  const [area, department] = words.kinds;
  const [city, street, community, village] = words.levels;

  it('name units by words, those below above those they hang off', async () => {
    const rows = `${x}3,東街,${community},${area},${x}2\n${x}4,北村,${village},${area},${x}2\n${x}5,水務所,${street},${department},${x}2\n${x}2,柳溪,${street},${area},${x}1\n${x}1,安和,${city},${area},\n`;
    expect(await imported('units', words.units + rows)).toMatchObject({ rows: 5, added: 5, rejected: 0 });
    expect(await Promise.all([`${x}3`, `${x}4`, `${x}5`].map(unit))).toMatchObject([
      { level: 'community', kind: 'area', parent: `${x}2` }, { level: 'community', kind: 'area' }, { level: 'subdistrict', kind: 'department' },
    ]);
    expect(await imported('units', words.units + rows)).toMatchObject({ added: 0, unchanged: 5 });
    await cli.caughtUp();
  });

  it('name people, their posts and the last day of a post', async () => {
    expect(await imported('cadres', `${words.cadres}${x}K1,周明遠,555-0101\n${x}K2,何佩蘭,\n`)).toMatchObject({ added: 2 });
    const post = (rows: string) => imported('posts', words.posts + rows);
    expect(await post(`${x}P1,${x}K1,${x}2,${words.role},2026年1月5日,\n`)).toMatchObject({ added: 1 });
    // A transfer: the leaver's last day, and a row for who follows.
    expect(await post(`${x}P1,${x}K1,${x}2,${words.role},2026-01-05,2026-06-30\n${x}P2,${x}K2,${x}2,${words.role},2026-07-01,\n`)).toMatchObject({ added: 2 });
    const held = async (cadre: string) => stateOf(cli.context.store, `cadre/${x}${cadre}`, cadreDecider);
    expect(await held('K1')).toMatchObject({ posts: [{ role: 'unit-head', from: '2026-01-05', to: '2026-06-30' }] });
    expect(await held('K2')).toMatchObject({ posts: [{ role: 'unit-head', to: null }] });
  });

  it('name households, care groups and links', async () => {
    expect(await imported('households', `${words.households}${x}H1,${x}3,路8號,${words.groups},R1：吳桂香：555-0301；R2:吳小軍\n`)).toMatchObject({ added: 1 });
    expect(await stateOf(cli.context.store, `household/${x}H1`, householdDecider)).toMatchObject({
      careGroups: ['hardship', 'disabled', 'elderly'], residents: [{ resident: 'R1', name: '吳桂香', phone: '555-0301' }, { resident: 'R2', name: '吳小軍' }],
    });
    const [household, point] = words.links;
    expect(await imported('roster', `${words.roster}${x}L1,${x}K1,${household},${x}H1,${x}3,2026-01-05,2026-06-30\n${x}L2,${x}K2,${point},D-1,${x}3,2026-01-05,\n`)).toMatchObject({ added: 2 });
    expect(await stateOf(cli.context.store, `roster/${x}L1`, rosterDecider)).toMatchObject({ kind: 'contact-household', to: '2026-06-30' });
  });
});

describe('what is not taken', () => {
  it('is told by line, by the column’s name in the file, and with what is accepted', async () => {
    const report = await imported('units', '代碼,名稱,層級,類別,上級\nW1,甲,鄉,轄區,\nW2,乙,市,area,\nW 3,丙,市,轄區,\n');
    expect(report).toMatchObject({ added: 1, rejected: 2, problems: [{ line: 2, column: '層級', code: 'cell-not-one-of' }, { line: 4, column: '代碼', code: 'cell-not-a-code' }] });
    const [problem] = report.problems;
    const said = LOCALES.map((locale) => new Terminal(locale, true).words('cell-not-one-of', (problem as { params: Readonly<Record<string, string>> }).params));
    for (const sentence of said) expect(sentence).toContain('community (社區（村）, 社區, 村, 社区（村）, 社区); subdistrict (街道)');
  });

  it('is a care group in other words, and a contact point that is told in words', async () => {
    expect(await imported('households', 'household,unit,address,care_groups\nWH1,T3,路8號,困難戶;獨居 老人\n')).toMatchObject({ rejected: 1, problems: [{ line: 2, column: 'care_groups', code: 'cell-not-terms' }] });
    const report = await imported('roster', 'link,cadre,kind,target,unit,from\nWL1,TK1,contact-point,張三家門前,T3,2026-01-05\n');
    expect(report).toMatchObject({ rejected: 1, problems: [{ line: 2, refusal: { code: 'roster-target-no-code' } }] });
    expect((await stateOf(cli.context.store, 'roster/WL1', rosterDecider)).status).toBe('none');
  });

  it('is a unit whose parents go round in a circle, and the rest is taken', async () => {
    expect(await imported('units', 'code,name,level,kind,parent\nO1,甲,community,area,O2\nO2,乙,subdistrict,area,O1\nO3,丙,city,area,\n'))
      .toMatchObject({ rows: 3, added: 1, rejected: 2, problems: [{ line: 2 }, { line: 3 }] });
  });

  it('is a file without its columns, told with every name that they may have', async () => {
    await expect(imported('posts', '崗位,幹部,單位,職責\n')).rejects.toMatchObject({ code: 'columns-missing', params: { columns: 'from (開始日期, 开始日期)' } });
  });
});
