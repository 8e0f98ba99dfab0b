import { issueDecider, type IssueCommand, type IssueEvent } from '#domain';
import type { Instant, Role } from '#kernel';
import { command, event, FIXED_FACTS, historyOf, LIFE, lifeUntil, post } from '#testing';
import { verbsFor } from './verbs.js';

const AT: Instant = '2025-03-05T02:00:00.000Z';
const offered = (history: readonly IssueEvent[], unit: string, role: Role, at = AT) => {
  const issue = history.reduce(issueDecider.evolve, issueDecider.initial);
  if (issue.status === 'none') throw new Error('expected an issue');
  return verbsFor(post(unit, role), issue, FIXED_FACTS, at);
};

const takeOver = (unit: string, at: Instant) => command('take-over-issue', at, post(unit, 'unit-head'), {});
const toWorks = (at: Instant) => command('dispatch-issue', at, post('east', 'dispatcher'), { unit: 'works' });
const back = (at: Instant) => command('return-assignment', at, post('works', 'dispatcher'), { ground: 'not-our-duty', note: '屬物業' });
const UNTIL_CONTACT: readonly IssueCommand[] = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact];
const CLIMB = (['subdistrict', 'district', 'city'] as const).map((unit, hour) => takeOver(unit, `2025-03-04T0${hour + 3}:00:00.000Z`));

describe('the verbs that are offered', () => {
  it('to take over: to the level above alone', () => {
    const from = (role: Role) => ['east', 'subdistrict', 'works', 'district', 'city'].filter((unit) => offered(lifeUntil('contact'), unit, role).includes('take-over'));
    expect([from('unit-head'), from('supervisor')]).toEqual([['subdistrict'], ['subdistrict']]);
  });

  it('to return: not what was ruled upon or taken over', () => {
    expect(offered(lifeUntil('dispatch'), 'east', 'dispatcher')).toContain('return');
    expect(offered(historyOf(LIFE.report, LIFE.register, LIFE.dispatch, CLIMB[0]!), 'subdistrict', 'dispatcher')).not.toContain('return');
  });

  it('to dispatch: to the unit head alone once a ruling is due', () => {
    const once = historyOf(LIFE.report, LIFE.register, toWorks('2025-03-03T02:20:00.000Z'), back('2025-03-03T03:00:00.000Z'));
    const twice = historyOf(LIFE.report, LIFE.register, toWorks('2025-03-03T02:20:00.000Z'), back('2025-03-03T03:00:00.000Z'), toWorks('2025-03-03T04:00:00.000Z'), back('2025-03-03T05:00:00.000Z'));
    const who = (history: readonly IssueEvent[]) => (['dispatcher', 'unit-head', 'supervisor'] as const).filter((role) => offered(history, 'east', role).includes('dispatch'));
    expect([who(once), who(twice)]).toEqual([['dispatcher', 'unit-head'], ['unit-head']]);
  });

  it('to dispatch: what was taken over, until it was given on', () => {
    const taken = historyOf(...UNTIL_CONTACT, CLIMB[0]!);
    expect(offered(taken, 'subdistrict', 'dispatcher')).toContain('dispatch');
    expect(offered([...taken, event('MeasureSet', AT, post('subdistrict', 'cadre'), { measure: '修', responsible: 'x', doneBy: '2025-03-06' })], 'subdistrict', 'dispatcher')).not.toContain('dispatch');
    expect(offered(lifeUntil('contact'), 'east', 'dispatcher')).not.toContain('dispatch');
  });

  it('to ask for support: once, and not at the top', () => {
    const ask = command('ask-for-support', '2025-03-04T02:00:00.000Z', post('east', 'cadre'), { reason: '要開挖道路' });
    expect(offered(lifeUntil('contact'), 'east', 'cadre')).toContain('ask-for-support');
    expect(offered(historyOf(...UNTIL_CONTACT, ask), 'east', 'cadre')).not.toContain('ask-for-support');
    expect(offered(historyOf(...UNTIL_CONTACT, ...CLIMB), 'city', 'cadre')).not.toContain('ask-for-support');
  });

  it('to open a closed issue again: within the window', () => {
    expect(offered(lifeUntil('verdict'), 'subdistrict', 'dispatcher')).toEqual(['repeat', 'reopen']);
    expect(offered(lifeUntil('verdict'), 'subdistrict', 'dispatcher', '2025-05-05T02:00:00.000Z')).toEqual([]);
  });

  it('to end a matter or take its verdict: to those who did not handle it', () => {
    const head = post('east', 'unit-head');
    const contacted = historyOf(...UNTIL_CONTACT, { ...LIFE.contact, id: 'again', at: '2025-03-03T02:55:00.000Z', by: head });
    expect(offered(lifeUntil('contact'), 'east', 'unit-head')).toContain('withdraw');
    expect(offered(contacted, 'east', 'unit-head')).not.toContain('withdraw');
  });
});
