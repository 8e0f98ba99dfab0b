import fc from 'fast-check';
import { issueDecider, NOTICE, workingCalendar, type IssueCommand, type IssueEvent, type Limit, type Rulebook } from '#domain';
import { clockId, command, FIXED_CALENDAR, FIXED_FACTS, LIFE, MONDAY, onRecord, ORDINARY, post } from '#testing';
import { commandOf, compareLives, relive } from '#what-if';
import { intentions, live } from './lives.js';

const notice = { factsAt: () => FIXED_FACTS, clockId };
const limit: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 400 }), unit: fc.constant('minute' as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 12 }), unit: fc.constant('working-day' as const) }),
);
const changes = fc.record({ general: limit, sign: limit, community: limit, subdistrict: limit, verdictTries: fc.integer({ min: 1, max: 4 }), returns: fc.integer({ min: 1, max: 3 }), repeatWindow: limit, climb: limit });
const others: fc.Arbitrary<Rulebook> = changes.map(({ general, sign, community, subdistrict, verdictTries, returns, repeatWindow, climb }) => {
  const ladder = [{ act: 'due', offset: { amount: 0, unit: 'minute' } }, { act: 'take-over', offset: climb }] as const;
  return {
    ...NOTICE, version: 'other', dispatch: { ...NOTICE.dispatch, value: { ...NOTICE.dispatch.value, general } }, sign: { ...NOTICE.sign, value: sign },
    handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community, subdistrict } }, verdictTries: { ...NOTICE.verdictTries, value: verdictTries },
    returnsBeforeRuling: { ...NOTICE.returnsBeforeRuling, value: returns }, repeatWindow: { ...NOTICE.repeatWindow, value: repeatWindow },
    ladders: { ...NOTICE.ladders, value: { ...NOTICE.ladders.value, dispatch: ladder, sign: ladder, handling: ladder } },
  };
});

describe('the laws of lives lived again', () => {
  it.each([['the fixed calendar', FIXED_CALENDAR], ["China's calendar", workingCalendar()]])('by the rules that it was lived by, a life is the recorded one, event by event, on %s', (_name, calendar) => {
    const facts = { ...FIXED_FACTS, calendar };
    fc.assert(fc.property(intentions, (wanted) => {
      const { decided, events, endedAt } = live(wanted, facts);
      const again = relive(onRecord(decided), { factsAt: () => facts, clockId }, endedAt);
      expect(again).toEqual({ recorded: events, events, departures: [], elsewhere: 0 });
    }), { numRuns: 200 });
  });

  it('by any rules, a life is legal, passes no step before its moment, and leaves the record as it was', () => {
    let [departed, climbed] = [0, 0];
    fc.assert(fc.property(intentions, others, (wanted, rules) => {
      const { decided, endedAt } = live(wanted);
      const acts = frozen(onRecord(decided));
      const { events, departures } = relive(acts, { factsAt: () => ({ ...FIXED_FACTS, rules }), clockId }, endedAt);
      events.reduce(issueDecider.evolve, issueDecider.initial);
      for (const event of events) if (event.type === 'DeadlineStepPassed') expect(event.at >= stepIn(events, event.data.step).at).toBe(true);
      expect(departures.length).toBeLessThanOrEqual(acts.filter(({ type }) => type !== 'pass-deadline').length);
      departed += departures.length;
      climbed += events.filter(({ type }) => type === 'IssueTakenOver').length;
    }), { numRuns: 200 });
    // The law says something only of lives in which something happens.
    expect(departed).toBeGreaterThan(0);
    expect(climbed).toBeGreaterThan(50);
  });

  it('weights and bands alone change no life', () => {
    const score = { ...NOTICE.score, value: { ...NOTICE.score.value, inTime: 100, resolved: 0, satisfied: 0 } };
    fc.assert(fc.property(intentions, (wanted) => {
      const { decided, endedAt } = live(wanted);
      const relived = relive(onRecord(decided), { factsAt: () => ({ ...FIXED_FACTS, rules: { ...NOTICE, score } }), clockId }, endedAt);
      expect(compareLives(relived, endedAt).differs).toBe(false);
    }), { numRuns: 50 });
  });
});

describe('a command told by what it did', () => {
  const told = (each: IssueCommand, events: readonly IssueEvent[]) => commandOf(onRecord([{ command: each, events }])[0]!, each.data.issueId);
  const seen = new Set<string>();
  const decide = (each: IssueCommand, ...before: readonly IssueCommand[]): readonly IssueEvent[] => {
    let state = issueDecider.initial;
    let last: readonly IssueEvent[] = [];
    for (const one of [...before, each]) {
      const decision = issueDecider.decide(one, state, FIXED_FACTS);
      if (!decision.accepted) throw new Error(decision.refusal.code);
      last = decision.events;
      state = last.reduce(issueDecider.evolve, state);
    }
    return last;
  };

  it('is the command that was given', () => {
    fc.assert(fc.property(intentions, (wanted) => {
      for (const { command: each, events } of live(wanted).decided) {
        if (events.length === 0) continue;
        expect(told(each, events)).toEqual(each);
        seen.add(each.type);
      }
    }), { numRuns: 300 });
  });

  it('is the command that was given, also where random lives seldom come', () => {
    const sealed = { ...LIFE.report, data: { ...LIFE.report.data, sealedIdentity: true, complainedOf: 'east-head' } };
    const ask = command('ask-to-open-identity', '2025-03-03T04:00:00.000Z', post('east', 'cadre'), { purpose: 'audit', reason: '核實' });
    const answers = [command('approve-opening', '2025-03-03T05:00:00.000Z', post('district', 'supervisor'), { opening: ask.id }), command('refuse-opening', '2025-03-03T05:00:00.000Z', post('district', 'supervisor'), { opening: ask.id, reason: '可先走訪' })];
    expect(told(sealed, decide(sealed))).toEqual(sealed);
    for (const answer of answers) {
      expect(told(answer, decide(answer, sealed, ask))).toEqual(answer);
      seen.add(answer.type);
    }
    const withdraw = command('withdraw-issue', '2025-03-03T04:00:00.000Z', post('east', 'dispatcher'), { reason: '本人撤回' });
    const explain = command('explain-issue', '2025-03-03T04:00:00.000Z', post('east', 'cadre'), { ground: 'in-court', explanation: '在訴訟中', toldTo: '王', understood: true, nextLook: null });
    const noted = { ...LIFE.dispatch, data: { ...LIFE.dispatch.data, note: '老人獨居' } };
    expect(told(withdraw, decide(withdraw, LIFE.report))).toEqual(withdraw);
    expect(told(noted, decide(noted, LIFE.report, LIFE.register))).toEqual(noted);
    expect(told(explain, decide(explain, LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.contact))).toEqual(explain);
    seen.add(withdraw.type).add(explain.type);
  });

  it.each([
    ['that was answered', { answer: { text: '已修好', at: '2025-02-03T02:00:00.000Z' }, startClock: false }],
    ['that is open, without a clock', { startClock: false }],
    ['that is open, with a clock', { startClock: true }],
  ])('is the import of a matter %s', (_name, more) => {
    const each = command('import-issue', MONDAY, { kind: 'import', source: 'hotline' }, {
      source: 'hotline', sourceRef: 'R-1', title: '漏水', text: '三樓', area: 'east', unit: 'works', reporter: { name: '王' }, heardAt: '2025-02-01T02:00:00.000Z', classification: ORDINARY, ...more,
    });
    expect(told(each, decide(each))).toEqual(each);
    seen.add(each.type);
  });

  it('is the reply that came to a matter which was imported open', () => {
    const by = { kind: 'import', source: 'hotline' } as const;
    const opened = command('import-issue', MONDAY, by, {
      source: 'hotline', sourceRef: 'R-2', title: '漏水', text: '三樓', area: 'east', unit: 'works', reporter: { name: '王' }, heardAt: '2025-02-01T02:00:00.000Z', classification: ORDINARY, startClock: false,
    });
    const reply = command('import-reply', MONDAY, by, { source: 'hotline', sourceRef: 'R-2', answer: { text: '已修好', at: '2025-02-03T02:00:00.000Z' } });
    expect(told(reply, decide(reply, opened))).toEqual(reply);
    seen.add(reply.type);
  });

  it('was tried for every command there is', () => {
    const every: Record<IssueCommand['type'], true> = {
      'report-issue': true, 'register-issue': true, 'reclassify-issue': true, 'dispatch-issue': true, 'sign-for-assignment': true, 'return-assignment': true,
      'set-measure': true, 'record-contact': true, 'resolve-issue': true, 'explain-issue': true, 'ask-for-support': true, 'take-over-issue': true, 'urge-issue': true,
      'repeat-report': true, 'record-verdict': true, 'reopen-issue': true, 'close-issue': true, 'withdraw-issue': true, 'pass-deadline': true, 'import-issue': true, 'import-reply': true,
      'ask-to-open-identity': true, 'approve-opening': true, 'refuse-opening': true,
    };
    expect([...seen].sort()).toEqual(Object.keys(every).sort());
  });

  it('is refused where no command of its type can have done that', () => {
    const [first] = onRecord([{ command: LIFE.report, events: decide(LIFE.report) }]);
    expect(() => commandOf({ ...first!, type: 'close-issue' }, 'issue-1')).toThrow(expect.objectContaining({ code: 'event-out-of-place' }));
    expect(() => relive([{ ...first!, events: first!.events.slice(1) }], notice, MONDAY)).toThrow(expect.objectContaining({ code: 'event-out-of-place' }));
  });
});

function stepIn(events: readonly IssueEvent[], id: string): { readonly at: string } {
  return events.flatMap((event) => (event.type === 'DeadlineSet' ? event.data.steps : [])).find((step) => step.id === id)!;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
}
