import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf, issueIdOf } from '#application';
import { NOTICE } from '#domain';
import { prepareIdentity } from '#identity';
import type { Actor } from '#kernel';
import { openPostgresSeals } from '#seal/postgres';
import { exportAudit } from '../../apps/cli/commands/export-audit.js';
import { noteCopy } from '../../apps/cli/commands/copy-log.js';
import { eraseAsOperator } from '../../apps/cli/commands/erase.js';
import { exportLedger, exportRecordAsOperator } from '../../apps/cli/commands/export.js';
import { prepare } from '../../apps/cli/commands/keys.js';
import { reconcile } from '../../apps/cli/commands/reconcile.js';
import { adopt } from '../../apps/cli/commands/rulebook.js';
import { rotateAsOperator } from '../../apps/cli/commands/seal.js';
import { asKept } from '../../apps/cli/context.js';
import { operatorName } from '../../apps/cli/operator.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { FakeTemporal } from '../clock/fake-temporal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const by: Actor = { kind: 'operator', operator: 'spec' };
const quiet = new Terminal('en', true);
const NO_BAR = { update: () => undefined, stop: () => undefined };

let cli: OpenCli;
let folder: string;
let issueId: string;

beforeAll(async () => {
  [cli, folder] = [await openCli(), await mkdtemp(join(tmpdir(), 'minqing-acts-'))];
  const id = commandIdOf(by, 'report');
  issueId = issueIdOf(id);
  await prepareIdentity(cli.context.pool);
  await given('register-unit', { code: 'CITY', name: '市', level: 'city', kind: 'area', parent: null });
  await given('report-issue', { issueId, channel: 'visit', title: '路燈不亮', text: '三天了', area: 'CITY', heardAt: NOW, reporter: { name: '何某' } });
  await cli.caughtUp();
}, 60_000);
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true });
});

async function given(type: string, data: object): Promise<void> {
  expect(await cli.context.giver.give({ type, id: commandIdOf(by, `${type}/spec`), at: NOW, by, data } as never)).toMatchObject({ status: 'done' });
}

async function noted(): Promise<readonly { readonly act: string; readonly subject: string | null; readonly detail: Readonly<Record<string, unknown>> }[]> {
  return (await cli.context.pool.query<{ act: string; subject: string | null; detail: Record<string, unknown> }>('select act, subject, detail from identity.audit order by id')).rows;
}

/** The rows that an act left. */
async function leftBy(act: () => Promise<unknown>): Promise<Awaited<ReturnType<typeof noted>>> {
  const before = (await noted()).length;
  await act();
  return (await noted()).slice(before);
}

const operator = operatorName();

it('notes an export before its first byte, with what was asked for and by whom', async () => {
  const out = join(folder, 'ledger.csv');
  expect(await leftBy(() => exportLedger(cli.context, { out, unit: 'CITY', locale: 'en' }, NO_BAR))).toEqual([{ act: 'ledger-exported', subject: null, detail: { operator, unit: 'CITY' } }]);
  expect(await readFile(out, 'utf8')).toContain('路燈不亮');
  expect(await leftBy(() => exportRecordAsOperator(cli.context, { out: join(folder, 'record.jsonl') }, NO_BAR))).toEqual([{ act: 'record-exported', subject: null, detail: { operator } }]);
  // One that cannot be written was asked for all the same.
  expect(await leftBy(() => expect(exportLedger(cli.context, { out: join(folder, 'no', 'folder'), locale: 'en' }, NO_BAR)).rejects.toThrow('ENOENT'))).toMatchObject([{ act: 'ledger-exported' }]);
});

it('notes a copy of the record beside what is copied, without its address', async () => {
  const { databaseUrl } = cli.context.config;
  const [row, ...others] = await leftBy(() => noteCopy(databaseUrl!, 'kurrentdb://somebody:secret@elsewhere:2113'));
  expect([row, others]).toEqual([{ act: 'log-copied', subject: null, detail: { operator, from: 'postgres', to: 'kurrentdb' } }, []]);
});

it('notes who looked at what would be erased, and who erased', async () => {
  const ask = (yes?: true) => eraseAsOperator(cli.context, quiet, { issue: [issueId], ground: 'requested', ...(yes && { yes }) });
  const [preview] = await leftBy(() => ask());
  expect(preview).toMatchObject({ act: 'erasure-previewed', detail: { operator, persons: 2 } });
  const [erased] = await leftBy(() => ask(true));
  expect(erased).toMatchObject({ act: 'person-erased', subject: preview!.subject, detail: { operator, ground: 'requested' } });
});

it('notes a new seal key, a prepared master key and a comparison with Temporal', async () => {
  const seals = await openPostgresSeals(cli.context.pool);
  expect(await leftBy(() => rotateAsOperator({ ...asKept(cli.context), seals }))).toMatchObject([{ act: 'seal-key-rotated', subject: '2', detail: { operator } }]);
  const { id } = await prepare(cli.context);
  expect((await noted()).at(-1)).toEqual({ act: 'master-key-prepared', subject: id, detail: { operator } });
  expect(await leftBy(() => reconcile(cli.context, new FakeTemporal()))).toMatchObject([{ act: 'reconciled', detail: { operator, started: 1, finished: 0 } }]);
});

it('puts on record which account of the machine adopted rules in one step', async () => {
  const rules = { ...NOTICE, version: 'office-1', effectiveFrom: '2026-11-25T00:00:00.000Z' };
  const before = await cli.context.record.lastPosition();
  expect(await leftBy(() => adopt(cli.context, rules))).toEqual([{ act: 'rulebook-adopted', subject: 'office-1', detail: { operator } }]);
  expect((await cli.context.store.readAll({ after: before })).map((event) => event.by)).toContainEqual({ kind: 'operator', operator });
});

it('exports what was noted, in words, by what was done, and notes that first', async () => {
  const file = join(folder, 'audit.csv');
  const target = () => createWriteStream(file);
  const [row] = await leftBy(() => exportAudit(cli.context, { act: 'ledger-exported' }, target, 'zh-Hant', NO_BAR));
  expect(row).toEqual({ act: 'audit-exported', subject: null, detail: { operator, act: 'ledger-exported' } });
  const [head, ...rows] = (await readFile(file, 'utf8')).slice(1).trim().split('\n');
  expect(head).toBe('at,act,words,byName,cadre,post,unit,operator,address,subject,detail,id');
  expect(rows.map((line) => line.split(',').slice(1, 4))).toEqual([['ledger-exported', '匯出臺帳', operator], ['ledger-exported', '匯出臺帳', operator]]);
  await exportAudit(cli.context, {}, target, 'en', NO_BAR);
  expect(await readFile(file, 'utf8')).toContain('audit-exported,Exported the audit');
  await expect(exportAudit(cli.context, { from: '2026-02-30' }, target, 'en', NO_BAR)).rejects.toMatchObject({ code: 'filter-wrong', params: { filter: 'from' } });
});

it('lets nobody change or remove what was noted, not even where triggers are off for a load', async () => {
  const { pool } = cli.context;
  for (const statement of ['update identity.audit set act = act', 'delete from identity.audit', 'truncate identity.audit']) {
    await expect(pool.query(`set session_replication_role = replica; ${statement}`)).rejects.toThrow('append only');
  }
  await pool.query('set session_replication_role = origin');
  const { rows } = await pool.query<{ granted: boolean }>("select has_table_privilege('public', 'identity.audit', 'delete') as granted");
  expect(rows).toEqual([{ granted: false }]);
});
