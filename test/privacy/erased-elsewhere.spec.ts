import { join } from 'node:path';
import { commandIdOf, destroyedOf, eraseAsSeen, erasureOf, findPersons, issueIdOf, personsNamed, receiptOf, type AnyCommand, type EraseOutcome } from '#application';
import { SealingStore, type Vault } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import type { Actor } from '#kernel';
import { deskOf } from '../../apps/cli/commands/account.js';
import { eraseAsOperator } from '../../apps/cli/commands/erase.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { request } from '../../libs/testing/append-requests.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';

const OPERATOR: Actor = { kind: 'operator', operator: 'test' };
const quiet = new Terminal('en', true);
let cli: OpenCli;
let issueId: string;
/** Of another process over the same table. */
let other: Vault;

async function give(type: AnyCommand['type'], data: object): Promise<void> {
  const outcome = await cli.context.giver.give({ type, id: commandIdOf(OPERATOR, `${type}/${JSON.stringify(data)}`), at: NOW, by: OPERATOR, data } as AnyCommand);
  expect(outcome).toMatchObject({ status: 'done' });
}

beforeEach(async () => {
  cli = await openCli();
  issueId = issueIdOf(commandIdOf(OPERATOR, 'issue'));
  for (const [code, level, parent] of [['AH', 'city', null], ['LX', 'community', 'AH']] as const) await give('register-unit', { code, name: code, level, kind: 'area', parent });
  await give('report-issue', { issueId, channel: 'visit', title: '廚房漏水', text: '何秀英家廚房漏水', area: 'LX', heardAt: NOW, reporter: { name: '何秀英', phone: '13911112222' } });
  await cli.caughtUp();
  other = await openPostgresVault(cli.context.pool, { masterKeyFile: join(cli.context.config.home, 'master-key') });
}, 60_000);
afterEach(() => cli.close());

const found = () => findPersons(cli.context.record, personsNamed({ issues: [issueId] }));
const eraseHere = () => eraseAsOperator(cli.context, quiet, { issue: [issueId], ground: 'requested', yes: true });

/** An answer of the handler by a process that still keeps the issue's key. */
async function writtenBy(vault: Vault, note: string): Promise<void> {
  const store = new SealingStore(cli.context.record, vault);
  const { head } = await store.readStream(`issue/${issueId}`);
  const { events: [event], ...asked } = request({ stream: `issue/${issueId}`, expected: head });
  const outcome = await store.append({ ...asked, events: [{ ...event!, type: 'ContactRecorded', at: NOW, by: OPERATOR, data: { reached: true, note } }] });
  expect(outcome.status).toBe('appended');
}

it('an erasure that another process did is answered by its receipt, though this one still has the keys', async () => {
  const { record } = cli.context;
  const seen = await found();
  await other.open(seen.keys);
  const done = await eraseHere();
  expect(done).toMatchObject({ status: 'done', receipt: { keys: 1 } });
  const { receipt } = done as Extract<EraseOutcome, { status: 'done' }>;
  expect(await destroyedOf(seen, other)).toBe(1);
  expect(await receiptOf(record, other, erasureOf(seen))).toEqual(receipt);
  const again = { id: commandIdOf(OPERATOR, 'again'), by: OPERATOR, at: NOW, ground: 'requested', who: {} } as const;
  expect(await eraseAsSeen({ ...cli.context, vault: other, desk: await deskOf(cli.context) }, seen.persons, erasureOf(seen), again)).toEqual({ status: 'done', receipt });
}, 60_000);

it('what a process writes of somebody whom another has just erased can be read', async () => {
  await other.open((await found()).keys);
  await eraseHere();
  await writtenBy(other, '已電話聯繫居民');
  const { events } = await cli.context.store.readStream(`issue/${issueId}`);
  expect(events.map(({ data }) => data)).toMatchObject([{ title: '[erased]' }, {}, { note: '已電話聯繫居民' }]);
}, 60_000);

it('an erasure is asked for again with the same answer where a text was written by its key at the very moment', async () => {
  const late: Vault = Object.assign(Object.create(other) as Vault, { states: async (ids: Iterable<string>) => new Map([...ids].map((id) => [id, 'there'])) });
  await late.open((await found()).keys);
  const done = await eraseHere();
  await writtenBy(late, '已電話聯繫居民');
  expect((await found()).keys).toHaveLength(1);
  expect(await eraseHere()).toEqual(done);
}, 60_000);
