import fc from 'fast-check';
import { fits, isFutile, issueDecider, LEVELS, nextStep, rankOf, workingCalendar, type IssueEvent, type IssueState } from '#domain';
import { plusMillis } from '#kernel';
import { decodeEvent, encodeEvent } from '#wire';
import { command, FIXED_FACTS, post } from '#testing';
import { intentions, live, passNext } from './lives.js';

const { decide, evolve, initial } = issueDecider;
const fold = (events: readonly IssueEvent[], from: IssueState = initial): IssueState => events.reduce(evolve, from);
const law = (check: (life: ReturnType<typeof live>) => void): void => fc.assert(fc.property(intentions, (wanted) => check(live(wanted))), { numRuns: 200 });

describe('the laws of an issue', () => {
  it('folding in pieces is folding whole', () => {
    fc.assert(fc.property(intentions, fc.nat(), (wanted, cut) => {
      const { events } = live(wanted);
      const at = cut % (events.length + 1);
      expect(fold(events.slice(at), fold(events.slice(0, at)))).toEqual(fold(events));
    }), { numRuns: 200 });
  });

  it('evolve takes every decided event, and life is not all refusals', () => {
    const types = new Set<string>();
    law(({ events }) => {
      fold(events);
      for (const { type } of events) types.add(type);
    });
    expect(types.size).toBeGreaterThan(15);
  });

  it('deciding the same command twice from the same state is equal', () => {
    law(({ decided }) => {
      for (const { command, state, events } of decided) {
        const again = decide(command, state, FIXED_FACTS);
        expect(again.accepted ? again.events : []).toEqual(events);
      }
    });
  });

  it('every decided event is written by its schema and read back as it was, also through JSON', () => {
    law(({ events }) => {
      for (const event of events) {
        const written = encodeEvent(event);
        expect(decodeEvent(written)).toEqual(event);
        expect(decodeEvent(JSON.parse(JSON.stringify(written)))).toEqual(event);
      }
    });
  });

  it('a step of a deadline passes once, and deadlines are never named twice', () => {
    law(({ events }) => {
      const passed = events.flatMap((event) => (event.type === 'DeadlineStepPassed' ? [event.data.step] : []));
      const named = events.flatMap((event) => (event.type === 'DeadlineSet' ? [event.data.id, ...event.data.steps.map(({ id }) => id)] : []));
      expect(new Set(passed).size).toBe(passed.length);
      expect(new Set(named).size).toBe(named.length);
    });
  });

  it('at most one deadline of a kind stands, its steps in the order of time, none in an issue that has ended', () => {
    law(({ events }) => {
      const state = fold(events);
      if (state.status === 'none') throw new Error('expected an issue');
      const kinds = state.deadlines.map(({ kind }) => kind);
      expect(new Set(kinds).size).toBe(kinds.length);
      for (const { steps } of state.deadlines) expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted());
      if (state.status === 'closed' || state.status === 'withdrawn') expect(kinds).toEqual([]);
    });
  });

  it('an issue that is closed and opened again goes on where it stood; one that was answered is handled again', () => {
    const seen = new Set<string>();
    law(({ events, endedAt }) => {
      const before = fold(events);
      if (before.status === 'none') throw new Error('expected an issue');
      const [closing, reopening] = [plusMillis(endedAt, 1), plusMillis(endedAt, 2)];
      const closed = decide(command('close-issue', closing, post('city', 'supervisor'), { ground: 'duplicate', note: '同前案' }), before, FIXED_FACTS);
      if (!closed.accepted) return;
      const ended = fold(closed.events, before);
      const opened = decide(command('reopen-issue', reopening, post('city', 'supervisor'), { ground: 'supervisor', note: '重辦' }), ended, FIXED_FACTS);
      if (!opened.accepted) throw new Error(opened.refusal.code);
      const after = fold(opened.events, ended);
      expect(after.status).toBe(before.status === 'answered' ? 'handling' : before.status);
      expect(after).toMatchObject({ holder: before.holder, dispatchedBy: before.dispatchedBy, cycle: before.cycle + 1 });
      const waits: Partial<Record<string, readonly string[]>> = { dispatched: ['sign', 'first-contact', 'handling'], handling: ['handling'] };
      expect(after.status === 'none' ? [] : after.deadlines.map(({ kind }) => kind)).toEqual(waits[after.status] ?? ['dispatch']);
      seen.add(before.status);
    });
    expect([...seen]).toEqual(expect.arrayContaining(['reported', 'registered', 'dispatched', 'answered']));
  });

  it('no level takes an issue over twice, whatever people do, and what it gives on gains no time', () => {
    let passedOn = 0;
    law(({ events, decided }) => {
      const takers = events.flatMap((event) => (event.type === 'IssueTakenOver' ? [rankOf(event.data.to.level)] : []));
      expect(takers).toEqual([...new Set(takers)].toSorted((one, other) => one - other));
      for (const { state, events: [first, ...more] } of decided) {
        if (first?.type !== 'IssueDispatched' || state.status === 'none' || state.status === 'registered' || state.status === 'returned') continue;
        passedOn += 1;
        const due = (kind: string) => state.deadlines.find((deadline) => deadline.kind === kind)?.dueAt;
        for (const event of more) if (event.type === 'DeadlineSet' && event.data.kind !== 'sign') expect(event.data.dueAt).toBe(due(event.data.kind));
      }
    });
    // The law says something only of lives in which it happens.
    expect(passedOn).toBeGreaterThan(0);
  });

  it('what is called futile is refused', () => {
    let futile = 0;
    law(({ decided }) => {
      for (const { command: { type, by, at }, state, events } of decided) {
        if (state.status === 'none' || type === 'report-issue' || type === 'import-issue' || type === 'pass-deadline' || !isFutile({ type, by, at }, state, FIXED_FACTS)) continue;
        if (fits(type, state)) futile += 1;
        expect(events).toEqual([]);
      }
    });
    // Also where the status would have allowed it.
    expect(futile).toBeGreaterThan(0);
  });

  it.each([['the fixed calendar', FIXED_FACTS], ["China's calendar", { ...FIXED_FACTS, calendar: workingCalendar() }]])(
    'every escalation ends, on %s: the clock alone takes each level above once and skips none', (_name, facts) => {
      fc.assert(fc.property(intentions, (wanted) => {
        const life = live(wanted, facts);
        let state = fold(life.events);
        const taken = life.events.flatMap((event) => (event.type === 'IssueTakenOver' ? [rankOf(event.data.to.level)] : []));
        const levels = state.status === 'none' ? [] : [Math.max(rankOf(state.holder.level), ...taken)];
        let at = life.endedAt;
        for (let steps = 0; nextStep(state); steps += 1) {
          expect(steps).toBeLessThan(LEVELS.length * 12);
          const due = nextStep(state)?.at ?? at;
          at = due > at ? due : at;
          const decision = decide(passNext(at, state), state, facts);
          if (!decision.accepted) throw new Error(decision.refusal.code);
          for (const event of decision.events) if (event.type === 'IssueTakenOver') levels.push(rankOf(event.data.to.level));
          state = fold(decision.events, state);
        }
        expect(levels).toEqual(levels.map((_, index) => (levels[0] ?? 0) + index));
      }), { numRuns: 150 });
    });
});
