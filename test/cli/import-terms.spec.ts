import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cadreDecider, rosterDecider } from '#domain';
import { importInto, type ImportKind } from '../../apps/cli/commands/import.js';
import { stateOf } from '../../apps/cli/import/on-record.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);

let cli: OpenCli;
beforeAll(async () => {
  cli = await openCli();
  await imported('units', 'code,name,level,kind,parent\nS,街道,subdistrict,area,\n');
  await cli.caughtUp();
  await imported('cadres', 'cadre,name,phone\nK1,周明遠,\nK2,何佩蘭,\n');
}, 60_000);
afterAll(() => cli.close());

async function imported(kind: ImportKind, content: string) {
  const file = join(cli.context.config.home, `${kind}.csv`);
  await writeFile(file, content);
  return importInto(cli.context, quiet, kind, file, { now: NOW, unit: undefined, places: [], startClock: false });
}

const posts = (...rows: string[]) => imported('posts', ['post,cadre,unit,role,from,to', ...rows, ''].join('\n'));
const links = (...rows: string[]) => imported('roster', ['link,cadre,kind,target,unit,from,to', ...rows, ''].join('\n'));
const held = async (cadre: string) => {
  const known = await stateOf(cli.context.store, `cadre/${cadre}`, cadreDecider);
  return known.status === 'none' ? [] : known.posts.map(({ post, from, to }) => `${post} ${from} ${to ?? '…'}`);
};

it('a post whose days are swapped leaves nothing behind, and is taken once they are put right', async () => {
  const before = await cli.context.store.lastPosition();
  expect(await posts('P1,K1,S,unit-head,2025-10-01,2025-01-31')).toMatchObject({ added: 0, rejected: 1, problems: [{ line: 2, column: 'to', code: 'last-day-before-first' }] });
  expect(await cli.context.store.lastPosition()).toBe(before);
  expect(await posts('P1,K1,S,unit-head,2025-01-01,2025-10-31')).toMatchObject({ added: 1, rejected: 0 });
  expect(await held('K1')).toEqual(['P1 2025-01-01 2025-10-31']);
});

it('terms of one role are taken in whatever order they stand', async () => {
  const rows = ['Q2,K2,S,dispatcher,2026-01-01,', 'Q1,K2,S,dispatcher,2024-01-01,2025-12-31'];
  expect(await posts(...rows)).toMatchObject({ added: 2, rejected: 0 });
  expect(await posts(...rows)).toMatchObject({ added: 0, unchanged: 2 });
  expect(await posts('Q3,K2,S,dispatcher,2025-06-01,2026-02-01')).toMatchObject({ rejected: 1, problems: [{ refusal: { code: 'post-overlaps' } }] });
  expect(await held('K2')).toEqual(['Q2 2026-01-01 …', 'Q1 2024-01-01 2025-12-31']);
});

it('a link whose days are swapped leaves nothing behind either', async () => {
  const before = await cli.context.store.lastPosition();
  expect(await links('L1,K1,contact-household,H1,S,2025-10-01,2025-01-31')).toMatchObject({ rejected: 1, problems: [{ column: 'to', code: 'last-day-before-first' }] });
  expect(await cli.context.store.lastPosition()).toBe(before);
  expect(await links('L1,K1,contact-household,H1,S,2025-01-01,2025-10-31')).toMatchObject({ added: 1 });
  expect(await stateOf(cli.context.store, 'roster/L1', rosterDecider)).toMatchObject({ from: '2025-01-01', to: '2025-10-31' });
});
