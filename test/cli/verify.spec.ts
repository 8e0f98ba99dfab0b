import { join } from 'node:path';
import { withTransaction } from '#database';
import { commandIdOf, issueIdOf } from '#application';
import { instantOf, type Actor } from '#kernel';
import { keyIdOf } from '#privacy';
import { importInto } from '../../apps/cli/commands/import.js';
import { eraseAsOperator } from '../../apps/cli/commands/erase.js';
import { exportRecord } from '../../apps/cli/commands/export.js';
import { verifyFile } from '../../apps/cli/commands/verify-file.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept } from '../../apps/cli/context.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { NO_EVIDENCE } from '../../apps/cli/record-check.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const terminal = new Terminal('en', true);
let cli: OpenCli;

beforeEach(async () => {
  cli = await openCli();
  await importInto(cli.context, terminal, 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  const by: Actor = { kind: 'operator', operator: 'verify-spec' };
  for (const number of [1, 2, 3]) {
    const id = commandIdOf(by, `report/${number}`);
    const at = instantOf(Date.parse(NOW) + number);
    const outcome = await cli.context.giver.give({
      type: 'report-issue', id, at, by, data: { issueId: issueIdOf(id), channel: 'visit', title: `第 ${number} 件`, text: '路燈不亮', area: 'LX-01', heardAt: at },
    });
    expect(outcome.status).toBe('done');
  }
  await cli.caughtUp();
});
afterEach(() => cli.close());

/** As someone with the database's own password would do it, past the guard against accidents. */
async function tamper(...statements: string[]): Promise<void> {
  await withTransaction(cli.context.pool, async (client) => {
    await client.query('alter table record.event disable trigger append_only');
    for (const statement of statements) await client.query(statement);
    await client.query('alter table record.event enable always trigger append_only');
  });
}

async function codesFound(): Promise<string[]> {
  const report = await verify(asKept(cli.context), terminal);
  expect(isSound(report)).toBe(false);
  return [...new Set(report.findings.map(({ code }) => code))];
}

const LAST = '(select max(position) from record.event)';

it('finds an untouched record sound', async () => {
  expect(isSound(await verify(asKept(cli.context), terminal))).toBe(true);
});

it('finds a deadline whose step has not passed long after it was due, of each issue once, and of none that is fresh or has no steps', async () => {
  const unfired = async (now: string) => (await verify(asKept(cli.context), terminal, NO_EVIDENCE, now)).findings;
  expect(await unfired(instantOf(Date.now() + 60_000))).toEqual([]);
  const late = await unfired(instantOf(Date.now() + 30 * 86_400_000));
  expect(late.map(({ code, revision }) => [code, revision])).toEqual([1, 2, 3].map(() => ['deadline-unfired', expect.any(Number) as number]));
  // Measured alone, as what another system hands over: its ladder has no steps.
  const { findings } = await verify(asKept(cli.context), terminal);
  expect(findings).toEqual([]);
});

it('exports a record whose names hold what some take for the end of a line, and finds the file sound', async () => {
  const by: Actor = { kind: 'operator', operator: 'verify-spec' };
  await cli.context.giver.give({ type: 'register-unit', id: commandIdOf(by, 'odd'), at: NOW, by, data: { code: 'ODD', name: 'one\u2028two\u2029three', level: 'city', kind: 'area', parent: null } });
  const file = join(cli.context.config.home, 'record.jsonl');
  await exportRecord(asKept(cli.context), { out: file }, { update: () => undefined, stop: () => undefined });
  const report = await verifyFile(file, { checkpoints: [], keys: [] });
  expect(report).toMatchObject({ events: await cli.context.record.lastPosition(), findings: [], unreadable: [] });
});

it('finds an edited event, and says which', async () => {
  await tamper(`update record.event set data = replace(data, '"visit"', '"letter"') where position = ${LAST} - 1`);
  const { findings } = await verify(asKept(cli.context), terminal);
  expect(findings).toMatchObject([{ code: 'chain-broken', revision: 0 }]);
  expect(findings[0]!.streamId).toMatch(/^issue\//);
});

it('finds an event whose text is no longer JSON, and goes on behind it', async () => {
  await tamper(`update record.event set meta = substr(meta, 2) where position = ${LAST} - 1`);
  const { findings } = await verify(asKept(cli.context), terminal);
  const last = await cli.context.store.lastPosition();
  expect(findings.slice(0, 2)).toMatchObject([{ code: 'event-unreadable', position: last - 1 }, { code: 'position-gap', position: last }]);
});

it('finds an event that was taken out of the middle', async () => {
  await tamper(`delete from record.event where position = ${LAST} - 3`);
  expect(await codesFound()).toEqual(expect.arrayContaining(['position-gap']));
});

it('finds that the end is missing, be it half a command or all of it', async () => {
  await tamper(`delete from record.event where position = ${LAST}`);
  expect(await codesFound()).toEqual(expect.arrayContaining(['group-broken']));
  await tamper(`delete from record.event where stream_id = (select stream_id from record.event where position = ${LAST})`);
  expect(await codesFound()).toEqual(['record-shorter']);
});

it('finds two events that changed places', async () => {
  await tamper(
    `create temporary table pair as select * from record.event where position in (${LAST}, ${LAST} - 1)`,
    `delete from record.event where position in (select position from pair)`,
    `update pair set position = case when position = (select max(position) from pair) then position - 1 else position + 1 end`,
    `insert into record.event select * from pair`,
    `drop table pair`,
  );
  expect(await codesFound()).toEqual(expect.arrayContaining(['revision-gap']));
});

it('finds texts whose keys are lost, and whose keys were destroyed by no erasure that is on record', async () => {
  const { pool, vault, record } = cli.context;
  const reports = (await record.readAll({ after: 0 })).filter(({ type }) => type === 'IssueReported');
  const [lost, destroyed] = reports.map(({ data }) => keyIdOf((data as { title: string }).title)!);
  await pool.query('delete from privacy.person_key where id = $1', [lost]);
  await vault.destroy([destroyed!]);
  const report = await verify(asKept(cli.context), terminal);
  expect(report.findings).toMatchObject([
    { code: 'person-key-lost', position: reports[0]!.position, streamId: reports[0]!.streamId, params: { key: lost } },
    { code: 'erasure-unrecorded', position: reports[1]!.position, streamId: reports[1]!.streamId, params: { key: destroyed } },
  ]);
  expect(report.readModels.every(({ differing }) => differing === 0)).toBe(true);
  // Asked for again, an erasure that was never put on record is.
  const issue = reports[1]!.streamId.replace('issue/', '');
  expect(await eraseAsOperator(cli.context, terminal, { issue: [issue], ground: 'requested', yes: true })).toMatchObject({ status: 'done' });
  expect(await codesFound()).toEqual(['person-key-lost']);
});

it('finds a read model that does not say what the record says', async () => {
  await tamper(`update read.ledger set title = '改過的標題' where number = (select min(number) from read.ledger)`);
  const { findings, readModels } = await verify(asKept(cli.context), terminal);
  expect(findings).toEqual([]);
  expect(readModels.filter(({ differing }) => differing > 0)).toMatchObject([{ name: 'ledger', differing: 1 }]);
});
