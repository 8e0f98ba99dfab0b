import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { leaderMessages } from './leader-messages.js';
import { cadres } from './organisation.js';
import { runImport } from './run-import.js';

type Give = Context['giver']['give'];

const ASKED = { now: '2026-11-24T00:00:00.000Z', unit: 'S', places: [], startClock: false };
const DONE = { status: 'done', replayed: false } as Awaited<ReturnType<Give>>;

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'run-import-')); });
afterAll(() => rm(folder, { recursive: true }));

/** A record that answers by the reference of the row: what it throws, it throws at once. */
function fakeGiver(answer: (ref: string) => Awaited<ReturnType<Give>>): { readonly giver: Context['giver']; readonly asked: string[] } {
  const asked: string[] = [];
  const give: Give = async (command) => {
    const { sourceRef, cadre } = command.data as { readonly sourceRef?: string; readonly cadre?: string };
    asked.push(sourceRef ?? cadre ?? '');
    return answer(asked.at(-1)!);
  };
  return { giver: { give } as Context['giver'], asked };
}

const store = { readStream: async () => ({ events: [] }) } as unknown as Context['store'];

async function fileOf(name: string, rows: number, header: string, row: (index: number) => string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `${header}\n${Array.from({ length: rows }, (_, index) => row(index)).join('\n')}\n`);
  return file;
}

const messages = (rows: number) => fileOf('messages.csv', rows, '留言编号,留言用户,留言主题,留言时间,留言详情', (index) => `T${index},U1,路灯不亮,2019/4/8 9:05:07,${'長'.repeat(500)}`);

it.each([['the first', 0], ['one in the midst', 700], ['the last', 1_999]])('fails with what %s of many rows threw, and not as if all were well', async (_, thrown) => {
  const { giver, asked } = fakeGiver((ref) => { if (ref === `T${thrown}`) throw new Error('no space left'); return DONE; });
  await expect(runImport({ giver, store }, leaderMessages, await messages(2_000), ASKED, { ordered: false })).rejects.toThrow('no space left');
  expect(asked.length).toBeLessThanOrEqual(thrown + 65);
});

it('fails with what a row of the organisation threw, and begins no further one', async () => {
  const { giver, asked } = fakeGiver((ref) => { if (ref === 'K3') throw new Error('no space left'); return DONE; });
  const file = await fileOf('cadres.csv', 9, 'cadre,name,phone', (index) => `K${index},周明遠,`);
  await expect(runImport({ giver, store }, cadres, file, ASKED, { ordered: true })).rejects.toThrow('no space left');
  expect(asked).toEqual(['K0', 'K1', 'K2', 'K3']);
});

it('has every row in one of the counts', async () => {
  const { giver } = fakeGiver((ref) => (ref.endsWith('7') ? { status: 'unknown' } : ref.endsWith('8') ? { ...DONE, replayed: true } as typeof DONE : ref.endsWith('9') ? { status: 'refused', refusal: { code: 'unit-unknown' } } : DONE));
  const { rows, added, unchanged, rejected } = await runImport({ giver, store }, leaderMessages, await messages(1_000), ASKED, { ordered: false });
  expect({ rows, added, unchanged, rejected }).toEqual({ rows: 1_000, added: 700, unchanged: 100, rejected: 200 });
});
