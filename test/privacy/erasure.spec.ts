import { join } from 'node:path';
import { commandIdOf, everyEvent, issueIdOf } from '#application';
import type { AnyCommand } from '#application';
import { Opener, SealingStore } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import type { Actor } from '#kernel';
import { compareWithFold, PROJECTION_NAMES } from '#projections/postgres';
import { eraseAsOperator } from '../../apps/cli/commands/erase.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept } from '../../apps/cli/context.js';
import { findReplay } from '../../apps/cli/find-replay.js';
import { operatorName } from '../../apps/cli/operator.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';

const OPERATOR: Actor = { kind: 'operator', operator: 'test' };
const quiet = new Terminal('en', true);
const NAMES = /何秀英|13911112222|漏水|柳溪路九號/;
let cli: OpenCli;
let issueId: string;

async function give(type: AnyCommand['type'], data: object): Promise<void> {
  const outcome = await cli.context.giver.give({ type, id: commandIdOf(OPERATOR, `${type}/${JSON.stringify(data)}`), at: NOW, by: OPERATOR, data } as AnyCommand);
  expect(outcome).toMatchObject({ status: 'done' });
}

beforeAll(async () => {
  cli = await openCli();
  issueId = issueIdOf(commandIdOf(OPERATOR, 'issue'));
  for (const [code, level, parent] of [['AH', 'city', null], ['LX', 'community', 'AH']] as const) await give('register-unit', { code, name: code, level, kind: 'area', parent });
  await give('register-household', { household: 'H1', unit: 'LX', address: '柳溪路九號', careGroups: [], residents: [{ resident: 'R1', name: '何秀英', phone: '13911112222' }, { resident: 'R2', name: '何小明' }] });
  await give('report-issue', { issueId, channel: 'visit', title: '廚房漏水', text: '何秀英家廚房漏水', area: 'LX', heardAt: NOW, household: 'H1', reporter: { name: '何秀英', phone: '13911112222' } });
  await give('report-issue', { issueId: issueIdOf('other'), channel: 'visit', title: '路燈不亮', text: '路燈', area: 'LX', heardAt: NOW });
  await cli.caughtUp();
}, 60_000);
afterAll(() => cli.close());

/** All that is shown of the record, in one text. */
async function shown(): Promise<string> {
  const { readModels, store, now } = cli.context;
  await cli.caughtUp();
  const found: unknown[] = [await readModels.ledger({}, 'everything', now()), await readModels.households({}, 'everything'), await findReplay(cli.context, issueId)];
  for await (const page of everyEvent({ store, readModels }, {}, 'everything')) found.push(page);
  found.push((await store.readAll({ after: 0 })).map(({ data }) => data));
  return JSON.stringify(found);
}

const erasing = (yes?: true) => eraseAsOperator(cli.context, quiet, { issue: [issueId], resident: ['R1'], household: ['H1'], ground: 'requested', ...(yes && { yes }) });

it('says what it would erase, and erases nothing yet', async () => {
  expect(await erasing()).toBeUndefined();
  expect(await shown()).toMatch(NAMES);
});

it('destroys no key while the record could not take that it was done', async () => {
  const { mark, record } = cli.context;
  await mark.begin();
  await mark.whole(await record.lastPosition());
  await expect(erasing(true)).rejects.toMatchObject({ code: 'gap-undeclared' });
  await mark.remove((await mark.read())!);
  expect(await shown()).toMatch(NAMES);
});

describe('once erased', () => {
  let before: string;

  beforeAll(async () => {
    const { rows } = await cli.context.pool.query<{ all: string }>('select json_agg(k) as all from privacy.person_key k');
    before = JSON.stringify(rows[0]!.all);
    expect(await erasing(true)).toMatchObject({ status: 'done', receipt: { keys: 3, texts: 7, ground: 'requested', persons: ['household/H1', `identity/${issueId}`, `issue/${issueId}`, 'resident/R1'] } });
  });

  it('nothing shows what was written about the person, and everything else stays', async () => {
    const all = await shown();
    expect(all).not.toMatch(NAMES);
    expect(all).toContain('[erased]');
    expect(all).toContain('何小明');
    expect(all).toContain('路燈不亮');
    expect((await cli.context.readModels.ledger({}, 'everything', NOW)).rows).toHaveLength(2);
  });

  it('the record is sound, its read models are what it folds to, and the erasure is on it without a name', async () => {
    expect(isSound(await verify(asKept(cli.context), quiet))).toBe(true);
    for (const name of PROJECTION_NAMES) expect((await compareWithFold({ pool: cli.context.pool, store: cli.context.record }, name)).differences).toEqual([]);
    const last = (await cli.context.record.readAll({ after: await cli.context.record.lastPosition() - 1 }))[0]!;
    expect(last).toMatchObject({ type: 'PersonErased', data: { keys: 3, texts: 7 } });
    const { rows } = await cli.context.pool.query(`select detail from identity.audit where act = 'person-erased'`);
    expect(rows).toMatchObject([{ detail: { operator: operatorName(), keys: 3 } }]);
  });

  it('asking again finds it done', async () => {
    expect(await erasing(true)).toMatchObject({ status: 'done' });
    expect(await cli.context.store.readAll({ after: 0 }).then((all) => all.filter(({ type }) => type === 'PersonErased'))).toHaveLength(1);
  });

  it('it stays erased when a backup of the keys is put back', async () => {
    const { pool, record, config } = cli.context;
    await pool.query('delete from privacy.person_key');
    await pool.query('insert into privacy.person_key select * from json_populate_recordset(null::privacy.person_key, $1)', [before]);
    const vault = await openPostgresVault(pool, { masterKeyFile: join(config.home, 'master-key') });
    const clear = JSON.stringify((await new SealingStore(record, vault).readAll({ after: 0 })).map(({ data }) => data));
    expect(clear).not.toMatch(NAMES);
    expect(clear).toContain('何小明');
    const read = await new Opener(vault).reader([]);
    expect(read('in clear')).toBe('in clear');
  });

  it('what the person says afterwards is sealed by a new key and read', async () => {
    await give('repeat-report', { issueId, channel: 'visit', text: '又來反映' });
    expect(await shown()).toContain('又來反映');
  });
});
