import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OTHER_TOPIC } from '#domain';
import type { api } from '#wire';
import { importInto } from '../../apps/cli/commands/import.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept } from '../../apps/cli/context.js';
import { findReplay } from '../../apps/cli/find-replay.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

/** Real messages with their replies: they may be used here, but not shipped. */
const REAL = fileURLToPath(new URL('../../../shared/data/leader-messages-with-replies.csv', import.meta.url));
const MESSAGES = 2179;

const terminal = new Terminal('zh-Hans', true);
const asked = { now: NOW, unit: 'AH', places: [{ place: 'A3区', unit: 'HD' }], startClock: false };
let cli: OpenCli;

beforeAll(async () => {
  cli = await openCli();
  await importInto(cli.context, terminal, 'units', sampleFile('units.csv'), { ...asked, unit: undefined });
  await cli.caughtUp();
});
afterAll(() => cli.close());

async function wholeLedger(query: Partial<api.LedgerQuery> = {}): Promise<api.IssueRow[]> {
  const rows: api.IssueRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await cli.context.readModels.ledger({ ...query, limit: 200, ...(cursor ? { cursor } : {}) }, 'everything', NOW);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

describe('a file of messages with traps', () => {
  const header = '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n';

  it('takes the good rows, reports the others by line and column, and adds nothing the second time', async () => {
    const file = join(cli.context.config.home, 'traps.csv');
    await writeFile(file, `${header}T1,U1,=HYPERLINK(1),2019/4/8 9:05:07,"\n\n\t路灯不亮\n",已修好,2019/4/20 10:00:00\n`
      + 'T2,U1,無答覆,2019/4/8 9:05:07,還沒有人來,,\n'
      + 'T3,U1,缺時間,2019/4/8 9:05:07,x,有答覆,\n'
      + 'T4,U1,倒過來,2019/4/8 9:05:07,x,答覆,2019/4/1 10:00:00\n'
      + 'T5,U1,壞日期,2019/2/30 9:05:07,x,,\n'
      + `T6,U1,${'长'.repeat(10)},2019/4/8 9:05:07,${'长'.repeat(8000)},好,2019/4/8 9:05:08\n`);
    const first = await importInto(cli.context, terminal, 'leader-messages', file, asked);
    expect(first).toMatchObject({ rows: 6, added: 3, unchanged: 0, rejected: 3 });
    expect(first.problems.map((problem) => [problem.line, problem.column, 'code' in problem ? problem.code : ''])).toEqual([
      [7, '答复时间', 'answer-incomplete'], [8, '答复时间', 'answer-before-message'], [9, '留言时间', 'cell-not-a-time'],
    ]);
    const before = await cli.context.store.lastPosition();
    expect(await importInto(cli.context, terminal, 'leader-messages', file, asked)).toMatchObject({ rows: 6, added: 0, unchanged: 3, rejected: 3 });
    expect(await cli.context.store.lastPosition()).toBe(before);
  });

  it('seals who wrote when asked to', async () => {
    const file = join(cli.context.config.home, 'sealed.csv');
    await writeFile(file, `${header}S1,U9,窗口收費,2019/4/8 9:05:07,另收一筆,,\n`);
    expect(await importInto(cli.context, terminal, 'leader-messages', file, { ...asked, sealedIdentity: true })).toMatchObject({ added: 1 });
    await cli.caughtUp();
    const { steps } = await findReplay(cli.context, (await wholeLedger({ q: '窗口收費' }))[0]!.number, { to: 'reporter' });
    expect(steps[0]!.data).toMatchObject({ sealedIdentity: true, reporter: { name: '[withheld]' } });
  });

  it('keeps the first content when a row comes again with another', async () => {
    const file = join(cli.context.config.home, 'changed.csv');
    await writeFile(file, `${header}T1,U1,另一個標題,2019/4/8 9:05:07,路灯不亮,已修好,2019/4/20 10:00:00\n`);
    expect(await importInto(cli.context, terminal, 'leader-messages', file, asked)).toMatchObject({ rejected: 1, problems: [{ line: 2, code: 'row-imported-differently' }] });
  });

  it('shows what nobody answered as open, without a step for the clock', async () => {
    await cli.caughtUp();
    const [open] = (await wholeLedger()).filter((row) => row.title === '無答覆');
    expect(open).toMatchObject({ status: 'dispatched', imported: true, next: null, heardAt: '2019-04-08T01:05:07.000Z' });
  });
});

const real = existsSync(REAL) ? describe : describe.skip;
if (!existsSync(REAL)) console.warn(`skipped: the real messages are not beside this checkout (${REAL})`);

real('2,179 real messages', () => {
  let report: Awaited<ReturnType<typeof importInto>>;
  beforeAll(async () => {
    report = await importInto(cli.context, terminal, 'leader-messages', REAL, asked);
    await cli.caughtUp();
  }, 180_000);

  it('go in whole, and add nothing the second time', async () => {
    expect(report).toMatchObject({ rows: MESSAGES, added: MESSAGES, rejected: 0, problems: [] });
    const before = await cli.context.store.lastPosition();
    expect(await importInto(cli.context, terminal, 'leader-messages', REAL, asked)).toMatchObject({ rows: MESSAGES, added: 0, unchanged: MESSAGES });
    expect(await cli.context.store.lastPosition()).toBe(before);
  }, 180_000);

  it('stand in the ledger with their own times, and none of them waits for the clock', async () => {
    const rows = (await wholeLedger()).filter((row) => row.imported && row.heardAt < '2020-02-01');
    expect(rows.length).toBeGreaterThanOrEqual(MESSAGES);
    expect(rows.every((row) => row.next === null && row.escalations === 0)).toBe(true);
    const closed = rows.filter((row) => row.status === 'closed');
    expect(closed.length).toBeGreaterThanOrEqual(MESSAGES);
    expect(closed.every((row) => row.answeredAt !== null && row.answeredAt >= row.heardAt && row.inTime !== null)).toBe(true);
    // Most messages say what they are about by words that the topic tree knows.
    expect(rows.filter((row) => row.topic === OTHER_TOPIC).length).toBeLessThan(rows.length / 10);
  });

  it('count in the figures of their years exactly as in the ledger', async () => {
    const period = { from: '2019-01-01', to: '2019-12-31' };
    const figures = await cli.context.readModels.figures({ by: 'unit', ...period }, 'everything', NOW);
    expect(figures.total.received).toBe((await wholeLedger(period)).length);
    expect(figures.total.answeredInTime.count).toBe((await wholeLedger({ ...period, inTime: 'true' })).length);
  });

  it('are told step by step, and the record is sound', async () => {
    const [row] = await wholeLedger({ q: '' });
    const { steps } = await findReplay(cli.context, row!.number);
    expect(steps.map(({ type }) => type)).toEqual(expect.arrayContaining(['IssueReported', 'IssueDispatched']));
    expect(isSound(await verify(asKept(cli.context), terminal))).toBe(true);
  }, 120_000);
});
