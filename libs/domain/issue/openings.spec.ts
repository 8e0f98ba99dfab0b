import { CLOCK, command, event, given, historyOf, ISSUE, LIFE, lifeUntil, MONDAY, post } from '#testing';
import type { Actor, Instant } from '#kernel';
import type { IssueCommand } from './commands.js';
import { issueDecider } from './decide.js';
import type { IssueEvent } from './events.js';
import { readingOf } from './openings.js';
import type { KnownIssue } from './state.js';

const TUESDAY: Instant = '2025-03-04T02:00:00.000Z';
const asker = post('east', 'cadre');
const head = post('subdistrict', 'unit-head');
const supervisor = post('district', 'supervisor');
const sealed = { ...LIFE.report, data: { ...LIFE.report.data, sealedIdentity: true, complainedOf: 'subdistrict-unit-head' } };
const ask = (by: Actor = asker, at = TUESDAY) => command('ask-to-open-identity', at, by, { purpose: 'complaint-handling', reason: '須向本人核實' });
const OPENING = ask().id;
const approve = (by: Actor, at = TUESDAY) => command('approve-opening', at, by, { opening: OPENING });
const refuse = (by: Actor, reason = '可先走訪', at = TUESDAY) => command('refuse-opening', at, by, { opening: OPENING, reason });

const reported = historyOf(sealed);
const asked = historyOf(sealed, ask());
const approved = historyOf(sealed, ask(), approve(supervisor));
const told = (history: readonly IssueEvent[], by: Actor, at: Instant) => {
  const judged = readingOf(history.reduce(issueDecider.evolve, issueDecider.initial) as KnownIssue, by, at);
  return judged.accepted ? (judged.opening?.id ?? 'without an opening') : judged.refusal.code;
};

describe('a report with a sealed identity', () => {
  it('says so on record, and names nobody else', () => {
    expect(reported[0]).toMatchObject({ type: 'IssueReported', data: { sealedIdentity: true, complainedOf: 'subdistrict-unit-head' } });
    expect((historyOf({ ...LIFE.report, data: { ...LIFE.report.data, sealedIdentity: false } })[0] as { data: object }).data).not.toHaveProperty('sealedIdentity');
  });

  it('seals somebody, and no household tells who', () => {
    const { reporter: _, ...nobody } = sealed.data;
    given([]).when({ ...sealed, data: nobody }).thenRefused('sealed-identity-empty');
    given([]).when({ ...sealed, data: { ...sealed.data, reporter: {} } }).thenRefused('sealed-identity-empty');
    given([]).when({ ...sealed, data: { ...sealed.data, household: 'house-1' } }).thenRefused('sealed-with-household');
  });
});

describe('ask-to-open-identity', () => {
  it('is named by its command and says what for', () => {
    given(reported).when(ask()).then([event('IdentityOpeningAsked', TUESDAY, asker, { opening: OPENING, asker: 'east-cadre', purpose: 'complaint-handling', reason: '須向本人核實' })]);
  });

  it.each<[string, readonly IssueEvent[], IssueCommand, string]>([
    ['has a reason', reported, { ...ask(), data: { ...ask().data, reason: ' ' } }, 'reason-missing'],
    ['is a person\'s', reported, ask(CLOCK), 'a-person-opens'],
    ['opens what is sealed', lifeUntil('report'), ask(), 'identity-not-sealed'],
    ['is not for whom the matter complains of', reported, ask(head), 'complained-of'],
    ['waits for its answer', asked, ask(), 'opening-asked-already'],
    ['is not needed while an opening lasts', approved, ask(), 'opening-stands-already'],
  ])('%s', (_, history, each, code) => {
    given(history).when(each).thenRefused(code);
  });

  it('may be asked again once it was refused, or is over, and by others meanwhile', () => {
    const again = ask(asker, '2025-03-05T02:00:00.000Z');
    const askedAgain = event('IdentityOpeningAsked', again.at, asker, { opening: again.id, asker: 'east-cadre', purpose: 'complaint-handling', reason: '須向本人核實' });
    for (const history of [historyOf(sealed, ask(), refuse(supervisor)), approved]) given(history).when(again).then([askedAgain]);
    expect(historyOf(sealed, ask(), { ...ask(supervisor), id: 'another' })).toHaveLength(asked.length + 1);
  });
});

describe('the decision on an opening', () => {
  it('lets the one who asked read for a day', () => {
    given(asked).when(approve(supervisor)).then([event('IdentityOpeningApproved', TUESDAY, supervisor, { opening: OPENING, asker: 'east-cadre', until: '2025-03-05T02:00:00.000Z' })]);
  });

  it('is refused with a reason', () => {
    given(asked).when(refuse(supervisor)).then([event('IdentityOpeningRefused', TUESDAY, supervisor, { opening: OPENING, asker: 'east-cadre', reason: '可先走訪' })]);
    given(asked).when(refuse(supervisor, ' ')).thenRefused('reason-missing');
  });

  const handled = historyOf(sealed, LIFE.register, LIFE.dispatch, LIFE.signFor, { ...LIFE.measure, data: { ...LIFE.measure.data, responsible: 'district-supervisor' } }, ask(post('east', 'dispatcher')));
  it.each<[string, readonly IssueEvent[], Actor, string]>([
    ['is a second person\'s', asked, asker, 'opening-same-person'],
    ['is a second person\'s, by whichever post', asked, { ...asker, post: 'another', role: 'supervisor', unit: 'district' } as Actor, 'opening-same-person'],
    ['is a person\'s', asked, CLOCK, 'a-person-opens'],
    ['is nobody\'s who handles the issue', handled, supervisor, 'opening-by-handler'],
    ['is not for whom the matter complains of', asked, head, 'complained-of'],
    ['is of a request that was made', reported, supervisor, 'opening-unknown'],
    ['is taken once', approved, post('city', 'supervisor'), 'opening-decided-already'],
  ])('%s', (_, history, by, code) => {
    for (const each of [approve(by), refuse(by)]) given(history).when(each).thenRefused(code);
  });
});

describe('a complaint about a cadre', () => {
  const own = post('east', 'cadre');
  const complaint = (...more: readonly IssueCommand[]) => historyOf({ ...LIFE.report, by: post('subdistrict', 'dispatcher'), data: { ...LIFE.report.data, complainedOf: own.cadre } }, LIFE.register, LIFE.dispatch, ...more);

  it('is not handled by that cadre, whatever the command', () => {
    given(complaint()).when(LIFE.signFor).thenRefused('complained-of');
    given(complaint({ ...LIFE.signFor, by: head })).when(LIFE.contact).thenRefused('complained-of');
    given(complaint()).when(command('withdraw-issue', TUESDAY, own, { reason: '撤' })).thenRefused('complained-of');
  });

  it('makes that cadre responsible for nothing', () => {
    const measure = { ...LIFE.measure, data: { ...LIFE.measure.data, responsible: own.cadre } };
    given(complaint({ ...LIFE.signFor, by: head })).when(measure).thenRefused('responsible-complained-of');
    given(complaint({ ...LIFE.signFor, by: head })).when(LIFE.measure).then([event('MeasureSet', LIFE.measure.at, LIFE.measure.by, { measure: '修管', responsible: 'east-plumber', doneBy: '2025-03-06' })]);
  });
});

describe('reading who brought the matter', () => {
  it('is open where nothing is sealed, but not to whom the matter complains of', () => {
    const open = historyOf({ ...LIFE.report, data: { ...LIFE.report.data, complainedOf: 'subdistrict-unit-head' } });
    expect(told(open, asker, TUESDAY)).toBe('without an opening');
    expect(told(open, head, TUESDAY)).toBe('complained-of');
    const { reporter: _, ...nobody } = LIFE.report.data;
    expect(told(historyOf({ ...LIFE.report, data: nobody }), asker, TUESDAY)).toBe('no-reporter');
  });

  it('of a sealed identity is for the one who asked alone, and ends at its moment', () => {
    expect(told(reported, asker, TUESDAY)).toBe('identity-sealed');
    expect(told(asked, asker, TUESDAY)).toBe('identity-sealed');
    expect(told(historyOf(sealed, ask(), refuse(supervisor)), asker, TUESDAY)).toBe('identity-sealed');
    expect(told(approved, supervisor, TUESDAY)).toBe('identity-sealed');
    expect(told(approved, { kind: 'operator', operator: 'root' }, TUESDAY)).toBe('identity-sealed');
    expect(told(approved, asker, '2025-03-05T01:59:59.999Z')).toBe(OPENING);
    expect(told(approved, asker, '2025-03-05T02:00:00.000Z')).toBe('opening-expired');
  });

  it('is not changed by what the issue goes through', () => {
    const ended = historyOf(sealed, command('withdraw-issue', MONDAY, post('district', 'unit-head'), { reason: '撤' }), ask(), approve(supervisor));
    expect(told(ended, asker, TUESDAY)).toBe(OPENING);
    expect(ended[0]).toMatchObject({ data: { issueId: ISSUE } });
  });
});
