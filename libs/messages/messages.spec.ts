import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS, DEADLINE_KINDS, LEVELS, STATUSES, TOPICS, workingCalendar } from '#domain';
import { ROLES, nextDate } from '#kernel';
import { api, events } from '#wire';
import { isMessage, LOCALES, termCodes, translate, type Namespace } from './index.js';
import { resources } from './resources.js';

/** The rooms whose rules refuse. */
const RULE_ROOMS = ['domain', 'application', 'identity'].map((room) => join('libs', room));
const NAMESPACES = Object.keys(resources.en) as Namespace[];

describe('the message catalogues', () => {
  it.each(NAMESPACES)('%s has the same codes in each language, none empty', (namespace) => {
    const codes = Object.keys(resources['zh-Hant'][namespace]).sort();
    for (const locale of LOCALES) {
      expect(Object.keys(resources[locale][namespace]).sort()).toEqual(codes);
      const empty = Object.entries(resources[locale][namespace]).filter(([code, text]) => text === '' && code !== 'in-time.');
      expect(empty).toEqual([]);
    }
  });

  it.each(NAMESPACES)('%s asks for the same parameters in each language', (namespace) => {
    for (const [code, text] of Object.entries(resources['zh-Hant'][namespace])) {
      for (const locale of LOCALES) expect({ code, params: paramsOf(resources[locale][namespace][code] ?? '') }).toEqual({ code, params: paramsOf(text) });
    }
  });

  it('tells every event and no other', () => {
    expect(Object.keys(resources.en.events).sort()).toEqual([...events.EVENT_TYPES].sort());
  });

  it('tells every refusal that can be given and no other', () => {
    expect(Object.keys(resources.en.refusals).sort()).toEqual([...refusalParams().keys()].sort());
  });

  it('gives a refusal no parameter that the rule does not', () => {
    const given = refusalParams();
    const missing = Object.entries(resources.en.refusals).flatMap(([code, text]) => paramsOf(text).filter((param) => !given.get(code)?.has(param)).map((param) => `${code}: ${param}`));
    expect(missing).toEqual([]);
  });

  it.each(LOCALES)('tells every moment of a refusal in the time of China, in %s', (locale) => {
    const moments = Object.entries(resources[locale].refusals).flatMap(([code, text]) => paramsOf(text).filter(isMoment).map((param) => ({ code, param })));
    expect(moments.length).toBeGreaterThan(5);
    const raw = moments.filter(({ code, param }) => !(code in NO_MOMENTS) && !translate(locale, 'refusals', code, { [param]: '2025-03-10T09:30:00.000Z' }).includes('2025-03-10 17:30'));
    expect(raw).toEqual([]);
  });

  it('has a word for every code of the domain', () => {
    const codes = [
      ...CHANNELS.map((code) => `channel.${code}`), ...DEADLINE_KINDS.map((code) => `kind.${code}`), ...LEVELS.map((code) => `level.${code}`),
      ...STATUSES.map((code) => `status.${code}`), ...ROLES.map((code) => `role.${code}`), ...TOPICS.map((code) => `topic.${code}`), ...api.PurposeName.options.map((code) => `purpose.${code}`), ...holidays(), ...api.AUDIT_ACTS.map((code) => `noted.${code}`),
    ];
    expect(codes.filter((code) => !isMessage('zh-Hant', 'terms', code))).toEqual([]);
  });

  it('has a name for every event', () => {
    expect(termCodes('event')).toEqual([...events.EVENT_TYPES].sort());
  });

  it('refers only to words that exist', () => {
    const plain = NAMESPACES.flatMap((namespace) => Object.values(resources.en[namespace])).flatMap((text) => [...text.matchAll(/\$t\(terms:([^){]+?)\.\{\{(\w+)\}\}\)/g)].map((found) => found[1]));
    const groups = new Set(Object.keys(resources.en.terms).map((code) => code.split('.')[0]));
    expect(plain.length).toBeGreaterThan(20);
    expect(plain.filter((group) => !groups.has(group))).toEqual([]);
  });
});

describe('translate', () => {
  const step = { unit: '東街社區', kind: 'handling', act: 'take-over', dueAt: '2025-03-10T09:30:00.000Z' };

  it('puts codes into words and moments into the time of China', () => {
    expect(translate('zh-Hant', 'events', 'DeadlineStepPassed', step)).toBe('東街社區的辦理時限（2025-03-10 17:30 到期）：上級接手。');
    expect(translate('zh-Hans', 'events', 'DeadlineStepPassed', step)).toBe('東街社區的办理时限（2025-03-10 17:30 到期）：上级接手。');
    expect(translate('en', 'events', 'DeadlineStepPassed', step)).toBe('Deadline of 東街社區, Handling, due 2025-03-10 17:30: The level above takes over.');
  });

  it('tells what was not said as not said', () => {
    const words = translate('en', 'events', 'VerdictRecorded', { by: 'Li', attempt: 2, contacted: 'no', comment: '' });
    expect(words).toBe('Li called back, try 2: reached no, resolved not said, satisfied not said, attitude not said. ');
  });

  it('has words of its own for a gap whose extent nobody knows', () => {
    const gap = { epoch: 2, by: 'command-line', after: 40, reason: 'the disk died' };
    const [unknown, known] = [translate('en', 'events', 'EpochBegun', { ...gap, ground: 'no-checkpoint' }), translate('en', 'events', 'EpochBegun', { ...gap, ground: 'checkpoint', lostTo: 52 })];
    expect(unknown).toContain('had reached: unknown. Reason: the disk died');
    expect(known).toContain('had reached: 52. Reason');
    expect(translate('zh-Hant', 'events', 'EpochBegun', { ...gap, ground: 'no-checkpoint' })).toContain('原已到達的最後位置：無從得知。');
    expect(translate('zh-Hans', 'events', 'EpochBegun', { ...gap, ground: 'no-checkpoint' })).toContain('原已到达的最后位置：无从得知。');
  });

  it('takes what residents write as it is, also when it looks like a template or markup', () => {
    const text = '<b>$t(terms:level.city) {{by}}</b>';
    expect(translate('en', 'events', 'IssueWithdrawn', { reason: text })).toBe(`Withdrawn by who brought it: ${text}`);
  });

  it('tells a topic that it does not know by its code', () => {
    expect(translate('en', 'events', 'IssueRegistered', { scope: 'general', horizon: 'current', grade: 'general', topic: '城乡建设/规划' })).toContain('topic 城乡建设/规划,');
  });

  it.each([
    'a, {"defaultValue":7}', 'a, {"lng":"zh-Hant","defaultValue":"…"}', '{{by}}',
  ])('tells a topic as it was written, also when it looks like options: %s', (topic) => {
    expect(translate('en', 'events', 'IssueRegistered', { scope: 'general', horizon: 'current', grade: 'general', topic }))
      .toBe(`Entered in the ledger: General, Current, topic ${topic}, grade General.`);
  });

  it('is a fault for a code without a message', () => {
    expect(() => translate('en', 'refusals', 'because-i-say-so')).toThrow(expect.objectContaining({ code: 'message-unknown' }));
    expect(() => translate('en', 'refusals', 'constructor')).toThrow(expect.objectContaining({ code: 'message-unknown' }));
  });
});

/** Parameters that hold an instant are named so, as the fields of commands and events are. */
function isMoment(param: string): boolean {
  return /^(at|from|to|until|again|since)$|(At|From|To|Until)$/.test(param);
}

/** Refusals in which such a parameter is none, and why. */
const NO_MOMENTS: Readonly<Record<string, string>> = { 'rulebook-effective-date-malformed': 'it tells what stands in the place of a moment' };

function paramsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{(\w+)/g)].map((found) => found[1] ?? ''))].sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Refusals are written `refuse('code', { params })`, or as the value itself. */
const REFUSAL = /(?:\brefuse\(|\{ code: )'([a-z0-9-]+)'(?:,\s*(?:params: )?\{([^}]*)\})?/g;

function refusalParams(): Map<string, Set<string>> {
  const params = new Map<string, Set<string>>();
  for (const [, code = '', object = ''] of RULE_ROOMS.flatMap(sources).flatMap((text) => [...text.matchAll(REFUSAL)])) {
    const names = [...object.matchAll(/(\w+)\s*(?=[:,}]|$)/g)].map((found) => found[1] ?? '');
    params.set(code, new Set([...(params.get(code) ?? []), ...names]));
  }
  return params;
}

function holidays(): string[] {
  const calendar = workingCalendar();
  const found = new Set<string>();
  for (let date = calendar.coveredFrom; date <= calendar.coveredTo; date = nextDate(date)) {
    const day = calendar.day(date);
    found.add(`day.${day.reason}`);
    if (day.holiday !== undefined) found.add(`holiday.${day.holiday}`);
  }
  return [...found];
}
