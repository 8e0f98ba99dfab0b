import { randomUUID } from 'node:crypto';
import { issueDecider, standingOf as standingIn, type IssueState } from '#domain';
import { EMPTY_STREAM } from '#event-store';
import { IssueFold } from '../../libs/clock/issue-fold.js';
import { Keeper } from '../../libs/clock/keeper.js';
import { Standings, type StandingRow } from '../../libs/clock/standings.js';
import { given, inHandling, now, openRecord, reported, until, type TestRecord } from './record.js';

const IMPORT = { kind: 'import', source: 'leader-messages' } as const;

async function importedAndEnded(record: TestRecord): Promise<string> {
  const issueId = randomUUID();
  await given(record, 'import-issue', {
    issueId, source: 'leader-messages', sourceRef: '7', title: 'Light', text: 'Out', area: 'village', unit: 'village', heardAt: '2020-03-02T01:00:00.000Z',
    classification: { scope: 'individual', horizon: 'current', topic: 'roads/light', grade: 'general' }, answer: { text: 'Mended', at: '2020-03-05T01:00:00.000Z' }, startClock: false,
  }, IMPORT);
  return issueId;
}

describe('the keeper', () => {
  let record: TestRecord;
  let standings: Standings;
  let handled: string;
  let fresh: string;
  let ended: string;

  const keeper = (capacity?: number) => new Keeper(record.store, standings, new IssueFold(record.store, capacity));
  const rows = () => standings.of([handled, fresh, ended]);
  const rowOf = async (issueId: string): Promise<StandingRow> => (await standings.of([issueId]))[0]!;
  const folded = async (issueId: string) => {
    const events = await record.events(issueId);
    const state = events.reduce<IssueState>(issueDecider.evolve, issueDecider.initial);
    if (state.status === 'none') throw new Error('no such issue');
    return standingIn(state, events.length - 1);
  };

  beforeEach(async () => {
    record = await openRecord();
    standings = new Standings(record.pool);
    await standings.migrate();
    [handled, fresh, ended] = [await inHandling(record), await reported(record), await importedAndEnded(record)];
  }, 60_000);

  afterEach(() => record.close());

  it('keeps one row an issue, equal to the fold of its stream, and its checkpoint at the end of the log', async () => {
    expect(await keeper().catchUp()).toBe(await record.store.lastPosition());
    for (const issueId of [handled, fresh, ended]) expect((await rowOf(issueId)).standing).toEqual(await folded(issueId));
    expect(await standings.checkpoint()).toBe(await record.store.lastPosition());
  });

  it('knows the same after a restart with an empty memory, and when its memory is too small for all', async () => {
    await keeper().catchUp();
    await given(record, 'urge-issue', { issueId: handled, note: 'please' }, { kind: 'cadre', cadre: 'c-9', post: 'p-9', unit: 'city', role: 'supervisor' });
    await given(record, 'withdraw-issue', { issueId: fresh, reason: 'settled' });
    await keeper(1).catchUp();
    for (const issueId of [handled, fresh]) expect((await rowOf(issueId)).standing).toEqual(await folded(issueId));
  });

  it('builds the same table again after it was lost', async () => {
    await keeper().catchUp();
    const before = await rows();
    await record.pool.query('drop schema clock cascade');
    await standings.migrate();
    await keeper().catchUp();
    expect(new Set(await rows())).toEqual(new Set(before));
  });

  it('beside another keeper, neither skips nor takes back an event', async () => {
    await Promise.all([keeper().catchUp(), keeper().catchUp(), keeper().catchUp()]);
    for (const issueId of [handled, fresh, ended]) expect((await rowOf(issueId)).standing).toEqual(await folded(issueId));
    const position = await standings.checkpoint();
    const old = { ...(await folded(handled)), revision: 0, stage: 'intake' as const };
    expect(await standings.advance(position - 1, position, [old])).toBe(false);
    expect(await standings.advance(position, position, [old])).toBe(true);
    expect((await rowOf(handled)).standing).toEqual(await folded(handled));
  });

  it('tells of what somebody else was faster to take', async () => {
    class Beaten extends Standings {
      override async advance(...page: Parameters<Standings['advance']>): Promise<boolean> {
        await keeper().catchUp();
        return super.advance(...page);
      }
    }
    const heard: number[] = [];
    const end = new AbortController();
    const following = new Keeper(record.store, new Beaten(record.pool), new IssueFold(record.store)).follow(end.signal, (position) => heard.push(position));
    const last = await record.store.lastPosition();
    await until('the whole log to be heard of', () => heard.includes(last), 10_000);
    end.abort();
    await following;
  });

  it('has many events of an issue told as one, and an imported matter that ended not at all', async () => {
    await keeper().catchUp();
    expect((await standings.unsent('')).map(({ standing }) => standing.issueId).sort()).toEqual([handled, fresh].sort());
    expect((await standings.open('')).map(({ standing }) => standing.issueId).sort()).toEqual([handled, fresh].sort());
  });

  it('remembers what was told, never backwards, and has the end told to whoever was told the beginning', async () => {
    await keeper().catchUp();
    const beginning = await folded(fresh);
    await standings.markSent([await folded(handled), beginning]);
    expect(await standings.unsent('')).toEqual([]);
    await given(record, 'withdraw-issue', { issueId: fresh, reason: 'settled' });
    await keeper().catchUp();
    expect((await standings.unsent('')).map(({ standing }) => standing.stage)).toEqual(['ended']);
    await standings.markSent([await folded(fresh)]);
    await standings.markSent([beginning]);
    expect(await standings.unsent('')).toEqual([]);
  });

  it('stands still before an event that it cannot read, and says which', async () => {
    const before = await record.store.lastPosition();
    await record.store.append({
      streamId: 'issue/from-the-future', expected: EMPTY_STREAM, command: { id: randomUUID(), type: 'dream', digest: '0'.repeat(64) }, ruleVersion: 'x',
      events: [{ type: 'IssueDreamt', schema: 1, at: now(), by: { kind: 'operator', operator: 'test' }, data: {} }],
    });
    await expect(keeper().catchUp()).rejects.toMatchObject({ code: 'event-unreadable', params: { position: before + 1, type: 'IssueDreamt' } });
    expect(await standings.checkpoint()).toBeLessThanOrEqual(before);
  });
});
