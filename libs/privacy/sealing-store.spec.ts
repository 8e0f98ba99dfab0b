import { EMPTY_STREAM, type AppendRequest, type EventStore } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { MemoryVault } from '../testing/memory-vault.js';
import { appended } from '../testing/append-requests.js';
import { keyIdOf } from './sealed-text.js';
import { SealingStore } from './sealing-store.js';

const AT = '2026-10-05T01:00:00.000Z';
const REPORT = { issueId: 'i1', number: '20261005-ABCDE', channel: 'visit', title: '樓道漏水', text: '何某說樓道漏水', area: 'comm-11', level: 'community', heardAt: AT, reporter: { name: '何某', phone: '13800000000' } };
let count = 0;

function request(streamId: string, type: string, data: unknown, expected = EMPTY_STREAM): AppendRequest {
  count += 1;
  return { streamId, expected, command: { id: `command-${count}`, type: 'report-issue', digest: '0'.repeat(64) }, ruleVersion: 'r', events: [{ type, schema: 1, at: AT, by: { kind: 'operator', operator: 'test' }, data }] };
}

function open(): { record: EventStore; vault: MemoryVault; store: SealingStore } {
  const record = openMemoryStore();
  const vault = new MemoryVault();
  return { record, vault, store: new SealingStore(record, vault) };
}

async function keysIn(record: EventStore, streamId: string): Promise<string[]> {
  const { events } = await record.readStream(streamId);
  return [...new Set([...events.map(({ bytes }) => bytes.data).join('').matchAll(/mq1:[\w:-]+/g)].map(([text]) => keyIdOf(text)!))];
}

describe('a record that is sealed', () => {
  it('holds nothing of what people said or are called, and gives it back in clear', async () => {
    const { record, store } = open();
    appended(await store.append(request('issue/i1', 'IssueReported', REPORT)));
    const { events: [kept] } = await record.readStream('issue/i1');
    expect(kept!.bytes.data).not.toMatch(/漏水|何某|138/);
    expect(kept!.data).toMatchObject({ issueId: 'i1', area: 'comm-11', heardAt: AT });
    const { events: [read], head } = await store.readStream('issue/i1');
    expect(read).toEqual({ ...kept, data: REPORT });
    expect(head.hash).toBe(kept!.hash);
    expect((await store.readAll({ after: 0 }))[0]!.data).toEqual(REPORT);
  });

  it('gives one key to all that is written in an issue, and another to an identity that two people open', async () => {
    const { record, store } = open();
    await store.append(request('issue/i1', 'IssueReported', { ...REPORT, sealedIdentity: true }));
    const [first, second, ...others] = await keysIn(record, 'issue/i1');
    expect([first, second, others]).toEqual([expect.any(String), expect.any(String), []]);
    const { head } = await store.readStream('issue/i1');
    await store.append(request('issue/i1', 'ContactRecorded', { reached: true, note: '已聯繫' }, head));
    expect(await keysIn(record, 'issue/i1')).toHaveLength(2);
  });

  it('gives each resident of a household a key of their own', async () => {
    const { record, store } = open();
    const residents = [{ resident: 'r1', name: '何某' }, { resident: 'r2', name: '李某', phone: '139' }];
    await store.append(request('household/h1', 'HouseholdRegistered', { household: 'h1', unit: 'u', address: '柳溪路 1 號', careGroups: [], residents }));
    expect(await keysIn(record, 'household/h1')).toHaveLength(3);
    expect((await store.readStream('household/h1')).events[0]!.data).toMatchObject({ residents });
  });

  it('shows that a text was erased once its key is gone, and seals what comes later by a new one', async () => {
    const { record, vault, store } = open();
    await store.append(request('issue/i1', 'IssueReported', REPORT));
    await vault.destroy(await keysIn(record, 'issue/i1'));
    const { events: [read], head } = await store.readStream('issue/i1');
    expect(read!.data).toMatchObject({ issueId: 'i1', title: '[erased]', reporter: { name: '[erased]', phone: '[erased]' } });
    await store.append(request('issue/i1', 'ContactRecorded', { reached: true, note: '已聯繫' }, head));
    expect((await store.readStream('issue/i1')).events.map(({ data }) => data)).toMatchObject([{ title: '[erased]' }, { note: '已聯繫' }]);
  });

  it('shows that a key was lost as what it is, not as an erasure', async () => {
    const { record, vault, store } = open();
    await store.append(request('issue/i1', 'IssueReported', REPORT));
    for (const id of await keysIn(record, 'issue/i1')) vault.secrets.delete(id);
    expect((await store.readStream('issue/i1')).events[0]!.data).toMatchObject({ issueId: 'i1', title: '[key lost]', reporter: { name: '[key lost]' } });
  });

  it('keeps the keys again that were lost before what they sealed was on record', async () => {
    const { record, vault } = open();
    const late = new SealingStore({ ...bound(record), append: async (each) => { vault.secrets.clear(); return record.append(each); } }, vault);
    await late.append(request('issue/i1', 'IssueReported', REPORT));
    expect((await late.readStream('issue/i1')).events[0]!.data).toEqual(REPORT);
  });

  it('seals also what only looks sealed, and reads what was written before there were keys', async () => {
    const { record, store } = open();
    const forged = `mq1:${'A'.repeat(22)}:${'B'.repeat(60)}`;
    await store.append(request('issue/i1', 'IssueReported', { ...REPORT, title: forged }));
    expect((await store.readStream('issue/i1')).events[0]!.data).toMatchObject({ title: forged });
    await record.append(request('issue/i2', 'IssueReported', REPORT));
    expect((await store.readStream('issue/i2')).events[0]!.data).toEqual(REPORT);
  });

  it('is sent the same bytes however often one request is sent, and leaves no trace of one that lost a race', async () => {
    const { record, store } = open();
    const sent: string[] = [];
    const spied = new SealingStore({ ...bound(record), append: (each) => { sent.push(JSON.stringify(each)); return record.append(each); } }, new MemoryVault());
    const once = request('issue/i1', 'IssueReported', REPORT);
    expect([(await spied.append(once)).status, (await spied.append(once)).status]).toEqual(['appended', 'already-applied']);
    expect(sent[0]).toBe(sent[1]);
    expect((await store.append(request('issue/i1', 'IssueReported', REPORT))).status).toBe('conflict');
    const { head } = await store.readStream('issue/i1');
    expect((await store.append(request('issue/i1', 'ContactRecorded', { reached: false, note: '無人' }, head))).status).toBe('appended');
  });
});

function bound(record: EventStore): EventStore {
  return {
    append: record.append.bind(record), readStream: record.readStream.bind(record), readAll: record.readAll.bind(record), follow: record.follow.bind(record),
    lastPosition: record.lastPosition.bind(record), findCommand: record.findCommand.bind(record), close: record.close.bind(record),
  };
}
