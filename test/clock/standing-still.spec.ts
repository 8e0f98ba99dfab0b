import { Clock, clockActivities, type ClockParts } from '#clock';
import type { CommandOutcome } from '#application';
import { Standings } from '../../libs/clock/standings.js';
import { FakeTemporal } from './fake-temporal.js';
import { now, openRecord, reported, until, type TestRecord } from './record.js';

describe('a clock that is known to stand still', () => {
  let record: TestRecord;
  let temporal: FakeTemporal;
  let standings: Standings;
  let ends: AbortController[];
  let running: Promise<void>[];

  beforeEach(async () => {
    record = await openRecord();
    temporal = new FakeTemporal();
    standings = new Standings(record.pool);
    await standings.migrate();
    [ends, running] = [[], []];
  }, 60_000);
  afterEach(async () => {
    for (const end of ends) end.abort();
    await Promise.all(running);
    await record.close();
  });

  function started(more: Partial<ClockParts> = {}): Clock {
    const clock = new Clock({ store: record.store, pool: record.pool, workflows: temporal, reconcileEveryMs: 50, log: { info() {}, warn() {}, alarm() {} }, ...more });
    const end = new AbortController();
    ends.push(end);
    running.push(clock.run(end.signal));
    return clock;
  }

  const passing = (clock: Clock) => clockActivities({
    now, run: () => undefined, frozen: () => clock.standsStill,
    give: async (): Promise<CommandOutcome> => ({ status: 'refused', refusal: { code: 'deadline-not-standing' } }),
  }).passDeadline('i', 'd', 's').then(() => 'passes', (error: { readonly type: string }) => error.type);

  it('begins frozen when it is started anew, tells nobody anything and passes no deadline, until a comparison lifts it', async () => {
    await standings.noteStandstill('workflows-ahead');
    const issueId = await reported(record);
    let provided = (): void => undefined;
    const clock = started({ provide: () => new Promise((resolve) => { provided = resolve; }) });
    expect(await passing(clock)).toBe('clock-frozen');
    await until('it keeps the clock', () => clock.health.state === 'frozen');
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    expect(await passing(clock)).toBe('clock-frozen');
    expect([temporal.standings, await standings.checkpoint()]).toEqual([[], 0]);
    const providing = setInterval(() => provided(), 20);
    await until('the freeze to be lifted', () => clock.health.state === 'running');
    await until('the issue to be told', () => temporal.standings.some((standing) => standing.issueId === issueId));
    clearInterval(providing);
    expect([await passing(clock), await standings.standstill()]).toEqual(['passes', null]);
    const last = setInterval(() => provided(), 20);
    ends[0]!.abort();
    await running[0];
    clearInterval(last);
  }, 60_000);

  it('passes no deadline by a process that does not keep it either, for as long', async () => {
    const keeper = started();
    await until('the keeper', () => keeper.health.state === 'running');
    const other = started();
    await until('the other one', () => other.health.state === 'standby');
    expect(await passing(other)).toBe('passes');
    const stranger = { issueId: 'of-another-record', revision: 7, stage: 'intake', level: 'community', unit: 'village', topic: null, supervised: false, next: null } as const;
    await temporal.start(stranger);
    await until('the freeze', () => keeper.health.state === 'frozen');
    await until('the other one to hear of it', () => other.standsStill);
    expect([other.health.state, await passing(other)]).toEqual(['standby', 'clock-frozen']);
    await temporal.end(stranger.issueId);
    await until('both to go on', () => keeper.health.state === 'running' && !other.standsStill);
    expect(await passing(other)).toBe('passes');
  }, 60_000);
});
