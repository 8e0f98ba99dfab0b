import type { ClockHealth } from '#clock';
import { Clock } from '#clock';
import { IssueFold } from '../../libs/clock/issue-fold.js';
import { Keeper } from '../../libs/clock/keeper.js';
import { Reconciler } from '../../libs/clock/reconciler.js';
import { Standings } from '../../libs/clock/standings.js';
import { FakeTemporal } from './fake-temporal.js';
import { given, openRecord, reported, until, type TestRecord } from './record.js';

describe('what Temporal refuses', () => {
  let record: TestRecord;
  let temporal: FakeTemporal;
  let standings: Standings;
  let reconciler: Reconciler;
  let issues: string[];

  beforeEach(async () => {
    record = await openRecord();
    temporal = new FakeTemporal();
    standings = new Standings(record.pool);
    await standings.migrate();
    reconciler = new Reconciler({ store: record.store, standings, keeper: new Keeper(record.store, standings, new IssueFold(record.store)), workflows: temporal });
    issues = [await reported(record), await reported(record), await reported(record), await reported(record)].sort();
  }, 60_000);
  afterEach(() => record.close());

  const runs = () => temporal.standings.map(({ issueId }) => issueId).sort();
  const urged = (issueId: string) => given(record, 'urge-issue', { issueId, note: 'please' }, { kind: 'cadre', cadre: 'c-9', post: 'p-9', unit: 'city', role: 'supervisor' });

  it('of one issue keeps no other from being healed, told of its end, or found ahead of the record', async () => {
    await reconciler.reconcile();
    const [first, ended, ...others] = issues as [string, string, ...string[]];
    const stale = temporal.standings.find(({ issueId }) => issueId === ended)!;
    await given(record, 'withdraw-issue', { issueId: ended, reason: 'settled' });
    await reconciler.reconcile();
    temporal.empty();
    await temporal.start(stale);
    await temporal.start({ ...stale, issueId: 'of-another-record', revision: 7 });
    temporal.refuses.add(first);
    const report = await reconciler.reconcile();
    expect(report).toMatchObject({ refused: [first], refusal: expect.stringMatching(/limit for signal events/), started: 2, finished: 1, ahead: ['of-another-record'], standstill: 'workflows-ahead' });
    expect(runs()).toEqual([...others, 'of-another-record'].sort());
    temporal.refuses.clear();
    expect(await reconciler.reconcile()).toMatchObject({ refused: [], refusal: null, started: 1 });
  });

  it('is remembered as untold, and the others as told', async () => {
    temporal.refuses.add(issues[1]!);
    await reconciler.reconcile();
    expect((await standings.unsent('')).map(({ standing }) => standing.issueId)).toEqual([issues[1]]);
  });

  it('of all issues is asked of some of them, not of all', async () => {
    for (let count = 0; count < 200; count++) issues.push(await reported(record));
    for (const issueId of issues) temporal.refuses.add(issueId);
    const { refused } = await reconciler.reconcile();
    expect(refused.length).toBeGreaterThanOrEqual(64);
    expect(refused.length).toBeLessThan(128);
  }, 60_000);

  it('is not asked for: a workflow whose tasks fail is told of each revision once', async () => {
    await reconciler.reconcile();
    const [troubled] = issues as [string];
    temporal.troubles.add(troubled);
    await urged(troubled);
    const before = temporal.heard.length;
    for (let minute = 0; minute < 3; minute++) expect(await reconciler.reconcile()).toMatchObject({ troubled: [troubled] });
    expect(temporal.heard.slice(before)).toEqual([troubled]);
    temporal.troubles.clear();
    await reconciler.reconcile();
    expect(temporal.standings.find(({ issueId }) => issueId === troubled)).toMatchObject({ revision: 2 });
  });

  it('again and again is an alarm that names the issues, and well again once it takes them', async () => {
    const [first, troubled] = issues as [string, string];
    const alarms: { message: string; facts?: object }[] = [];
    const log = { info() {}, warn() {}, alarm: (message: string, facts?: object) => { alarms.push({ message, ...(facts && { facts }) }); } };
    const clock = new Clock({ store: record.store, pool: record.pool, workflows: temporal, reconcileEveryMs: 50, log });
    temporal.refuses.add(first);
    temporal.troubles.add(troubled);
    // What was told before is the comparison's to heal, not the sender's.
    await reconciler.reconcile();
    await standings.markSent((await standings.of([first])).map(({ standing }) => standing));
    const end = new AbortController();
    const running = clock.run(end.signal);
    const health = (): ClockHealth => clock.health;
    await until('the alarm', () => alarms.some(({ message }) => message.startsWith('Temporal would not be told of some issues')));
    expect(alarms).toContainEqual({ message: expect.stringMatching(/would not be told/), facts: expect.objectContaining({ issues: [first], count: 1 }) });
    expect(alarms).toContainEqual({ message: 'workflow tasks fail again and again', facts: { issues: [troubled], count: 1 } });
    expect(health()).toMatchObject({ state: 'running', senderFailure: null, comparisonFailure: expect.stringMatching(/RESOURCE_EXHAUSTED/), compared: 0 });
    temporal.refuses.clear();
    await until('a comparison that succeeds', () => health().comparisonFailure === null && health().compared > 0);
    expect(runs()).toEqual(issues);
    end.abort();
    await running;
  }, 60_000);
});
