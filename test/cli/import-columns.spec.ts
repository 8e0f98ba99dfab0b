import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cadreDecider, householdDecider, rosterDecider, unitDecider } from '#domain';
import { importInto, type ImportKind } from '../../apps/cli/commands/import.js';
import { stateOf } from '../../apps/cli/import/on-record.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);
const ASKED = { now: NOW, unit: undefined, places: [], startClock: false };

let cli: OpenCli;
beforeAll(async () => {
  cli = await openCli();
  expect(await imported('units', 'code,name,level,kind,parent\nC,市,city,area,\nS,街道,subdistrict,area,C\n')).toMatchObject({ added: 2 });
  await cli.caughtUp();
  expect(await imported('cadres', 'cadre,name,phone\nK1,周明遠,555-0101\nK2,何佩蘭,555-0102\n')).toMatchObject({ added: 2 });
  expect(await imported('posts', 'post,cadre,unit,role,from,to\nP1,K1,S,cadre,2026-01-01,2026-06-30\n')).toMatchObject({ added: 1 });
  expect(await imported('households', 'household,unit,address,care_groups,residents\nH1,S,路8號,hardship;elderly,R1:吳桂香:555-0301;R2:吳小軍\n')).toMatchObject({ added: 1 });
  expect(await imported('roster', 'link,cadre,kind,target,unit,from,to\nL1,K1,contact-household,H1,S,2026-01-01,2026-06-30\n')).toMatchObject({ added: 1 });
}, 60_000);
afterAll(() => cli.close());

async function imported(kind: ImportKind, content: string) {
  const file = join(cli.context.config.home, `${kind}.csv`);
  await writeFile(file, content);
  return importInto(cli.context, quiet, kind, file, ASKED);
}

const unit = (code: string) => stateOf(cli.context.store, `unit/${code}`, unitDecider);
const cadre = (code: string) => stateOf(cli.context.store, `cadre/${code}`, cadreDecider);
const household = () => stateOf(cli.context.store, 'household/H1', householdDecider);
const link = () => stateOf(cli.context.store, 'roster/L1', rosterDecider);

describe('a column that the file lacks leaves as it was', () => {
  it('the parent of a unit', async () => {
    expect(await imported('units', 'code,name,level,kind\nS,新街道,subdistrict,area\nC2,第二市,city,area\n')).toMatchObject({ added: 2, rejected: 0 });
    expect(await unit('S')).toMatchObject({ name: '新街道', parent: 'C' });
    expect(await unit('C2')).toMatchObject({ parent: null });
  });

  it('the telephone of a cadre', async () => {
    expect(await imported('cadres', 'cadre,name\nK1,周明\nK2,何佩蘭\nK3,新人\n')).toMatchObject({ added: 2, unchanged: 1 });
    expect(await cadre('K1')).toMatchObject({ name: '周明', phone: '555-0101' });
    expect(await cadre('K2')).toMatchObject({ phone: '555-0102' });
    expect(await cadre('K3')).toMatchObject({ phone: null });
  });

  it('the last day of a post', async () => {
    expect(await imported('posts', 'post,cadre,unit,role,from\nP1,K1,S,cadre,2026-01-01\n')).toMatchObject({ unchanged: 1 });
    expect(await cadre('K1')).toMatchObject({ posts: [{ post: 'P1', to: '2026-06-30' }] });
  });

  it('the care groups and the residents of a household', async () => {
    const residents = [{ resident: 'R1', name: '吳桂香', phone: '555-0301' }, { resident: 'R2', name: '吳小軍' }];
    expect(await imported('households', 'household,unit,address\nH1,S,路9號\n')).toMatchObject({ added: 1 });
    expect(await household()).toMatchObject({ address: '路9號', careGroups: ['hardship', 'elderly'], residents });
    expect(await imported('households', 'household,unit,address,care_groups\nH1,S,路9號,disabled\n')).toMatchObject({ added: 1 });
    expect(await household()).toMatchObject({ careGroups: ['disabled'], residents });
    expect(await imported('households', 'household,unit,address,residents\nH1,S,路9號,R2:吳小軍\n')).toMatchObject({ added: 1 });
    expect(await household()).toMatchObject({ careGroups: ['disabled'], residents: [{ resident: 'R2', name: '吳小軍' }] });
    expect(await imported('households', 'household,unit,address\nH1,S,路9號\n')).toMatchObject({ unchanged: 1 });
  });

  it('the last day of a link', async () => {
    expect(await imported('roster', 'link,cadre,kind,target,unit,from\nL1,K1,contact-household,H1,S,2026-01-01\n')).toMatchObject({ unchanged: 1 });
    expect(await link()).toMatchObject({ to: '2026-06-30' });
  });

  it('the reply to a message: the row that comes without it is told as another one', async () => {
    const header = '留言编号,留言用户,留言主题,留言时间,留言详情';
    const asked = { ...ASKED, unit: 'S' };
    const file = join(cli.context.config.home, 'messages.csv');
    await writeFile(file, `${header},答复意见,答复时间\nT1,U1,路灯不亮,2019/4/8 9:05:07,三天了,已修好,2019/4/20 10:00:00\n`);
    expect(await importInto(cli.context, quiet, 'leader-messages', file, asked)).toMatchObject({ added: 1 });
    await writeFile(file, `${header}\nT1,U1,路灯不亮,2019/4/8 9:05:07,三天了\n`);
    expect(await importInto(cli.context, quiet, 'leader-messages', file, asked)).toMatchObject({ added: 0, problems: [{ code: 'row-imported-differently' }] });
  });
});

describe('an empty cell stands for none', () => {
  it('of a telephone', async () => {
    expect(await imported('cadres', 'cadre,name,phone\nK2,何佩蘭,\n')).toMatchObject({ added: 1 });
    expect(await cadre('K2')).toMatchObject({ phone: null });
  });

  it('of care groups and residents', async () => {
    expect(await imported('households', 'household,unit,address,care_groups,residents\nH1,S,路9號,,\n')).toMatchObject({ added: 1 });
    expect(await household()).toMatchObject({ careGroups: [], residents: [] });
  });

  it('of a parent: the unit would stand elsewhere, which is refused', async () => {
    expect(await imported('units', 'code,name,level,kind,parent\nS,街道,subdistrict,area,\n')).toMatchObject({ rejected: 1, problems: [{ refusal: { code: 'unit-placed-otherwise' } }] });
  });
});

it('residents that cannot be read are told by line and column', async () => {
  expect(await imported('households', 'household,unit,address,residents\nH1,S,路9號,R1\n')).toMatchObject({ rejected: 1, problems: [{ line: 2, column: 'residents', code: 'cell-not-residents' }] });
});
