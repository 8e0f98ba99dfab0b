import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { openPool } from '#database';
import { EMPTY_STREAM, type AppendRequest } from '#event-store';
import { openSealedRecord, testDatabase, type SealedRecord } from '#testing/servers';
import { keyIdOf, SealingStore, type Vault } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import { appended } from '../../libs/testing/append-requests.js';

const AT = '2026-10-05T01:00:00.000Z';
let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let folder: string;
let running: SealedRecord;

beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { name: 'keys-put-back-spec' });
  folder = await mkdtemp(join(tmpdir(), 'minqing-keys-'));
  running = await openSealedRecord(pool, folder);
});
afterEach(async () => {
  await running.store.close();
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

function report(issue: string): AppendRequest {
  const data = { issueId: issue, number: '20261005-ABCDE', channel: 'visit', title: '樓道漏水', text: '何某說樓道漏水', area: 'comm-11', level: 'community', heardAt: AT };
  return {
    streamId: `issue/${issue}`, expected: EMPTY_STREAM, command: { id: `report-${issue}`, type: 'report-issue', digest: '0'.repeat(64) }, ruleVersion: 'r',
    events: [{ type: 'IssueReported', schema: 1, at: AT, by: { kind: 'operator', operator: 'test' }, data }],
  };
}

async function keyOf(issue: string): Promise<string> {
  const { events: [event] } = await running.record.readStream(`issue/${issue}`);
  return keyIdOf((event!.data as { title: string }).title)!;
}

/** As a process sees it that kept none of the keys. */
const anew = (): Promise<Vault> => openPostgresVault(pool, { masterKeyFile: join(folder, 'master-key') });

/** The table as a copy has it that was made before the newest keys, beneath the running process. */
async function putBack(): Promise<void> {
  await pool.query('delete from privacy.person_key');
}

it('a report is sealed by no key that the database does not have, though the process made it before an older copy was put back', async () => {
  appended(await running.store.append(report('before')));
  await putBack();
  appended(await running.store.append(report('after')));
  expect((await (await anew()).open([await keyOf('after')])).get(await keyOf('after'))).toBeInstanceOf(Buffer);
  const other = await openSealedRecord(pool, folder);
  expect((await other.store.readStream('issue/after')).events[0]!.data).toMatchObject({ title: '樓道漏水', text: '何某說樓道漏水' });
});

it('what was erased stays erased where the copy that was put back does not know the key', async () => {
  appended(await running.store.append(report('erased')));
  await running.vault.destroy([await keyOf('erased')]);
  await putBack();
  appended(await running.store.append(report('after')));
  expect((await running.vault.states([await keyOf('erased')])).get(await keyOf('erased'))).toBe('destroyed');
  await putBack();
  expect((await (await anew()).open([await keyOf('erased'), await keyOf('after')])).get(await keyOf('erased'))).toBe('destroyed');
});

it('a report whose key cannot be looked after is not acknowledged, and is when it is sent again', async () => {
  let down = true;
  const vault: Vault = Object.assign(Object.create(running.vault) as Vault, {
    confirm: (keys: Parameters<Vault['confirm']>[0]) => (down ? Promise.reject(new Error('no answer')) : running.vault.confirm(keys)),
  });
  const store = new SealingStore(running.record, vault);
  const once = report('once');
  await expect(store.append(once)).rejects.toMatchObject({ code: 'store-outcome-unknown', transient: true });
  await putBack();
  down = false;
  expect((await store.append(once)).status).toBe('already-applied');
  expect((await (await anew()).open([await keyOf('once')])).get(await keyOf('once'))).toBeInstanceOf(Buffer);
});

it('many reports at once share the looks for their keys', async () => {
  const asked: string[] = [];
  const { query } = pool;
  pool.query = ((text: unknown, ...rest: unknown[]) => {
    if (typeof text === 'string' && text.startsWith('select id, wrapped is not null')) asked.push(text);
    return (query as (...all: unknown[]) => unknown).call(pool, text, ...rest);
  }) as typeof pool.query;
  const outcomes = await Promise.all(Array.from({ length: 64 }, (_, index) => running.store.append(report(`many-${index}`))));
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['appended']));
  expect(asked.length).toBeLessThanOrEqual(8);
});
