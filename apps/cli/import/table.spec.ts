import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { code, date, localTime, maybe, oneOf, terms, text } from './columns.js';
import { readTable, type TableRow } from './table.js';

const NOW = '2026-11-24T00:00:00.000Z';
const columns = {
  id: code('id', '编号'), title: text(20, 'title'), when: localTime(NOW, 'when'), day: maybe(date('day')),
  level: oneOf(['city', 'district'] as const, 'level'), groups: terms('care-group', 'groups'),
};

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'table-')); });
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, encoding?: 'gb18030'): Promise<TableRow<unknown>[]> {
  const file = join(folder, 'rows.csv');
  await writeFile(file, content);
  const rows: TableRow<unknown>[] = [];
  for await (const row of readTable(file, columns, encoding ? { encoding } : {})) rows.push(row);
  return rows;
}

const header = 'id,title,when,day,level,groups\n';

it('reads quoted cells with line breaks, unpadded times and empty optional cells', async () => {
  const rows = await read(`\uFEFF${header}A1,"\n\t 路燈\n不亮 \n",2019/4/8 9:05:07,,city,a; b;\nA2,x,2019-04-08 23:59,2026-02-28,district,\n`);
  expect(rows).toEqual([
    { line: 2, row: { id: 'A1', title: '路燈\n不亮', when: '2019-04-08T01:05:07.000Z', day: undefined, level: 'city', groups: ['a', 'b'] } },
    { line: 6, row: { id: 'A2', title: 'x', when: '2019-04-08T15:59:00.000Z', day: '2026-02-28', level: 'district', groups: [] } },
  ]);
});

it('reports each wrong cell with line, column and reason, and goes on', async () => {
  const rows = await read(`${header}A 1,,2019/4/31 9:05,2026-02-30,town,\nA2,ok,2030/1/1 0:00,,city,\nA3,${'長'.repeat(21)},2019/1/1 24:00,,city,\nA4,ok,2019/1/1 1:00,,city,\n`);
  expect(rows.map((row) => ('problems' in row ? row.problems.map((problem) => `${row.line} ${problem.column} ${problem.code}`) : 'good'))).toEqual([
    ['2 id cell-not-a-code', '2 title cell-empty', '2 when cell-not-a-time', '2 day cell-not-a-date', '2 level cell-not-one-of'],
    ['3 when cell-in-the-future'],
    ['4 title cell-too-long', '4 when cell-not-a-time'],
    'good',
  ]);
});

it('reports rows of another width and broken characters without losing the rest', async () => {
  const rows = await read(`${header}A1,ok\nA2,"o\u0000k",2019/1/1 1:00,,city,\nA3,ok,2019/1/1 1:00,,city,\n`);
  expect(rows.map((row) => ('problems' in row ? row.problems[0]?.code : 'good'))).toEqual(['row-wrong-width', 'cell-broken-characters', 'good']);
});

it.each([['\n'], ['\r\n'], ['\r']])('names lines as an editor counts them, behind empty ones and cells of several lines, broken by %j', async (mark) => {
  const good = (id: string) => `${id},ok,2019/1/1 1:00,,city,`;
  const file = [header.trim(), '', '', good('A1'), '', `A2,"two${mark}lines",2019/1/1 1:00,,city,`, '', good('A 3'), good('A4'), '', ''].join(mark);
  const rows = await read(file);
  expect(rows).toMatchObject([{ line: 4, row: { id: 'A1' } }, { line: 6, row: { id: 'A2' } }, { line: 9, problems: [{ line: 9, column: 'id' }] }, { line: 10, row: { id: 'A4' } }]);
});

it.each([['', 10_000], ['that reaches over megabytes', 120_000]])('names a quote that never closes%s by the line of its row', async (_, count) => {
  const many = Array.from({ length: count }, (__, index) => `B${index},a title in words,2019/1/1 1:00,,city,\n`).join('');
  const rows = await read(`${header}A1,ok,2019/1/1 1:00,,city,\n\nA2,ok,2019/1/1 1:00,,city,\nA3,"open,2019/1/1 1:00,,city,\n${many}`);
  expect(rows).toMatchObject([{ line: 2, row: { id: 'A1' } }, { line: 4, row: { id: 'A2' } }, { line: 5, problems: [{ line: 5, code: 'row-malformed' }] }]);
});

it('keeps a stray quote as it stands, and reports a quote that never closes by the line it opens on', async () => {
  const rows = await read(`${header}A1,"bad"quote,2019/1/1 1:00,,city,\nA2,ok,2019/1/1 1:00,,city,\nA3,"open,2019/1/1 1:00,,city,\n`);
  expect(rows).toMatchObject([{ line: 2, row: { title: '"bad"quote' } }, { line: 3, row: { id: 'A2' } }, { line: 4, problems: [{ code: 'row-malformed' }] }]);
});

it('refuses a file whose encoding is another, and reads it when told', async () => {
  const gb = Buffer.concat([Buffer.from(`${header}A1,`), Buffer.from([0xc2, 0xb7, 0xb5, 0xc6]), Buffer.from(',2019/1/1 1:00,,city,\n')]);
  await expect(read(gb)).rejects.toMatchObject({ code: 'file-encoding' });
  expect(await read(gb, 'gb18030')).toMatchObject([{ row: { title: '路灯' } }]);
});

it('refuses a file without its columns, an empty file and a missing file', async () => {
  await expect(read('title,when,level\nx,2019/1/1 1:00,city\n')).rejects.toMatchObject({ code: 'columns-missing', params: { columns: 'id (编号)', found: 'title, when, level' } });
  await expect(read('id,title\nA1,x\n')).rejects.toMatchObject({ code: 'columns-missing', params: { columns: 'when, level' } });
  await expect(read('')).rejects.toMatchObject({ code: 'file-empty' });
  await expect(async () => { for await (const row of readTable(join(folder, 'none.csv'), columns)) expect(row).toBeUndefined(); }).rejects.toMatchObject({ code: 'file-missing' });
  expect(existsSync(join(folder, 'none.csv'))).toBe(false);
});
