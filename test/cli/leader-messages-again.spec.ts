import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandIdOf, issueIdOf, streamOf } from '#application';
import { issueDecider, OTHER_TOPIC, type IssueEvent } from '#domain';
import type { Instant } from '#kernel';
import { decodeEvent } from '#wire';
import { importInto } from '../../apps/cli/commands/import.js';
import { eraseAsOperator } from '../../apps/cli/commands/erase.js';
import type { ImportContext } from '../../apps/cli/import/importer.js';
import { stateOf } from '../../apps/cli/import/on-record.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);
const ASKED: ImportContext = { now: NOW, unit: 'AH', places: [], startClock: false };
const SOURCE = { kind: 'import', source: 'leader-messages' } as const;
const HEADER = '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间';

let cli: OpenCli;
beforeAll(async () => {
  cli = await openCli();
  await importInto(cli.context, quiet, 'units', sampleFile('units.csv'), { ...ASKED, unit: undefined });
  await cli.caughtUp();
}, 60_000);
afterAll(() => cli.close());

async function exported(rows: readonly string[], asked: Partial<ImportContext> = {}) {
  const file = join(cli.context.config.home, 'messages.csv');
  await writeFile(file, [HEADER, ...rows, ''].join('\n'));
  return importInto(cli.context, quiet, 'leader-messages', file, { ...ASKED, ...asked });
}

const issueOf = (ref: string) => issueIdOf(commandIdOf(SOURCE, ref));
const eventsOf = async (ref: string) => (await cli.context.store.readStream(streamOf.issue(issueOf(ref)))).events.map((event) => decodeEvent(event) as IssueEvent);
const typesOf = async (ref: string) => (await eventsOf(ref)).map(({ type }) => type);
const unanswered = (ref: string, text = '还没有人来') => `${ref},U1,无人答复,2019/4/8 9:05:07,${text},,`;
const answered = (ref: string, reply: string, at = '2019/4/20 10:00:00') => `${ref},U1,无人答复,2019/4/8 9:05:07,还没有人来,${reply},${at}`;

it.each<[string, Partial<ImportContext>]>([
  ['another unit', { unit: 'HD' }], ['places', { places: [{ place: '还没有', unit: 'HD' }] }], ['a clock', { startClock: true }], ['a sealed identity', { sealedIdentity: true }],
])('takes rows that are on record for what they are when they come again with %s', async (_, asked) => {
  const rows = [unanswered('A1'), answered('A2', '已修好')];
  await exported(rows);
  const before = await cli.context.store.lastPosition();
  expect(await exported(rows, asked)).toMatchObject({ rows: 2, added: 0, unchanged: 2, rejected: 0, problems: [] });
  expect(await cli.context.store.lastPosition()).toBe(before);
});

it('takes rows that are on record for what they are when their topic is read otherwise by now', async () => {
  const id = commandIdOf(SOURCE, 'T1');
  const outcome = await cli.context.giver.give({
    type: 'import-issue', id, at: NOW, by: SOURCE,
    data: {
      issueId: issueIdOf(id), source: SOURCE.source, sourceRef: 'T1', title: '无人答复', text: '路灯不亮', area: 'AH', unit: 'AH', reporter: { name: 'U1' }, heardAt: '2019-04-08T01:05:07.000Z' as Instant,
      classification: { scope: 'individual', horizon: 'current', topic: OTHER_TOPIC, grade: 'general' }, startClock: false,
    },
  });
  expect(outcome).toMatchObject({ status: 'done' });
  expect(await exported([unanswered('T1', '路灯不亮')])).toMatchObject({ unchanged: 1, rejected: 0 });
});

it.each<[string, string, Partial<ImportContext>]>([['without a clock', 'R1', {}], ['with a clock', 'R2', { startClock: true }], ['with a sealed identity', 'R3', { sealedIdentity: true }]])('takes the reply to a matter imported open %s from a later export, with its true time, once', async (_, ref, asked) => {
  await exported([unanswered(ref)], asked);
  expect(await exported([answered(ref, '已修好')])).toMatchObject({ added: 1, unchanged: 0, rejected: 0 });
  const replied = '2019-04-20T02:00:00.000Z';
  expect((await eventsOf(ref)).slice(-2)).toMatchObject([
    { type: 'IssueResolved', at: replied, by: SOURCE, data: { summary: '已修好', evidence: [{ kind: 'document', text: `leader-messages ${ref}` }] } },
    { type: 'IssueClosed', at: replied, by: SOURCE, data: { ground: 'imported' } },
  ]);
  const before = await cli.context.store.lastPosition();
  expect(await exported([answered(ref, '已修好')], { unit: 'HD' })).toMatchObject({ added: 0, unchanged: 1, rejected: 0 });
  expect(await cli.context.store.lastPosition()).toBe(before);
});

it('shows the reply in the ledger as of a matter that another system answered', async () => {
  await exported([unanswered('L1')]);
  await exported([answered('L1', '已修好')]);
  await cli.caughtUp();
  const { rows } = await cli.context.readModels.ledger({ limit: 200 }, 'everything', NOW);
  expect(rows.find(({ issueId }) => issueId === issueOf('L1'))).toMatchObject({ status: 'closed', imported: true, answeredAt: '2019-04-20T02:00:00.000Z', next: null });
});

it('keeps the first content of what the file itself tells otherwise', async () => {
  await exported([unanswered('K1'), answered('K2', '已修好')]);
  const differs = { added: 0, rejected: 1, problems: [{ code: 'row-imported-differently' }] };
  expect(await exported([unanswered('K1', '来过一次')])).toMatchObject(differs);
  expect(await exported([`K1,U1,无人答复,2019/4/8 9:05:07,来过一次,已修好,2019/4/20 10:00:00`])).toMatchObject(differs);
  expect(await exported([answered('K2', '并未修好')])).toMatchObject(differs);
  expect(await exported([answered('K2', '已修好', '2019/4/21 10:00:00')])).toMatchObject(differs);
  expect(await exported([unanswered('K2')])).toMatchObject(differs);
  expect(await typesOf('K1')).not.toContain('IssueResolved');
});

it('says so when the matter has ended here otherwise', async () => {
  await exported([unanswered('E1')]);
  await cli.context.giver.give({ type: 'withdraw-issue', id: commandIdOf(SOURCE, 'E1/withdrawn'), at: NOW, by: { kind: 'operator', operator: 'spec' }, data: { issueId: issueOf('E1'), reason: '本人撤回' } });
  expect(await exported([answered('E1', '已修好')])).toMatchObject({ rejected: 1, problems: [{ refusal: { code: 'status-does-not-allow' } }] });
  expect(await stateOf(cli.context.store, streamOf.issue(issueOf('E1')), issueDecider)).toMatchObject({ status: 'withdrawn' });
});

it('writes nothing anew of whoever was erased', async () => {
  await exported([unanswered('X1')]);
  expect(await eraseAsOperator(cli.context, quiet, { issue: [issueOf('X1')], ground: 'requested', yes: true })).toMatchObject({ status: 'done' });
  expect((await eventsOf('X1'))[0]!.data).toMatchObject({ text: '[erased]' });
  const before = await cli.context.store.lastPosition();
  expect(await exported([answered('X1', '已修好')], { unit: 'HD' })).toMatchObject({ added: 0, unchanged: 1 });
  expect(await cli.context.store.lastPosition()).toBe(before);
});
