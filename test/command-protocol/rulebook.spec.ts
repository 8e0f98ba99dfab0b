import { Facts, type AnyCommand } from '#application';
import { NOTICE, type Rulebook } from '#domain';
import type { EventStore } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import type { Actor, Instant } from '#kernel';
import { decodeEvent } from '#wire';
import { giverOn, key, operator, receiptOf, report, type Report } from './given.js';

const person = (cadre: string): Actor => ({ kind: 'cadre', cadre, post: `${cadre}-post`, unit: 'SUB', role: 'administrator' });
const AUTUMN: Instant = '2025-12-01T01:00:00.000Z';
const NEW_YEARS_EVE: Instant = '2025-12-31T01:00:00.000Z';
const EVENING: Instant = '2025-12-31T10:00:00.000Z';

/** Dispatch within one working day, on the calendar that knew no holiday of 2026 yet. */
const BEFORE: Rulebook = {
  ...NOTICE, version: 'before', calendar: { value: 'cn-2025.1', source: 'spec' },
  dispatch: { source: 'spec', value: { urgent: { amount: 1, unit: 'working-day' }, pressing: { amount: 1, unit: 'working-day' }, general: { amount: 1, unit: 'working-day' } } },
};
const AFTER: Rulebook = { ...BEFORE, version: 'after', effectiveFrom: EVENING, calendar: { value: 'cn-2026.1', source: 'the order for 2026' } };

const propose = (rules: Rulebook, at: Instant): AnyCommand => ({ type: 'propose-rulebook', id: key(), at, by: person('one'), data: { rules, reason: 'the order for 2026 is out' } });
const approve = (version: string, at: Instant): AnyCommand => ({ type: 'approve-rulebook', id: key(), at, by: person('two'), data: { version } });

describe('a rulebook that changes', () => {
  let store: EventStore;
  beforeEach(() => { store = openMemoryStore(); });
  afterEach(() => store.close());

  async function deadlineOf(command: Report) {
    const { events } = await store.readStream(`issue/${command.data.issueId}`);
    const set = events.map(decodeEvent).filter((event) => event.type === 'DeadlineSet');
    expect(set).toHaveLength(1);
    return set[0]!.data;
  }

  it('with a new calendar counts new deadlines on it and never moves one already given', async () => {
    const giver = giverOn(store);
    receiptOf(await giver.give({ type: 'adopt-rulebook', id: key(), at: AUTUMN, by: operator, data: BEFORE }));
    const given = report(key(), { at: NEW_YEARS_EVE });
    receiptOf(await giver.give(given));
    const before = await deadlineOf(given);
    expect(before).toMatchObject({ dueAt: '2026-01-01T09:30:00.000Z', calendarVersion: 'cn-2025.1', days: [{ date: '2026-01-01', counts: true, reason: 'uncovered-workday' }] });

    receiptOf(await giver.give(propose(AFTER, NEW_YEARS_EVE)));
    receiptOf(await giver.give(approve('after', NEW_YEARS_EVE)));
    const later = report(key(), { at: EVENING });
    receiptOf(await giver.give(later));
    expect(await deadlineOf(later)).toMatchObject({ dueAt: '2026-01-04T09:30:00.000Z', calendarVersion: 'cn-2026.1', ruleVersion: 'after' });
    expect(await deadlineOf(given)).toEqual(before);

    const due: AnyCommand = { type: 'pass-deadline', id: key(), at: before.dueAt, by: { kind: 'clock' }, data: { issueId: given.data.issueId, deadline: before.id, step: before.steps[0]!.id } };
    receiptOf(await giver.give(due));
  });

  it('binds from its date on, and not before a second person has approved it', async () => {
    const facts = new Facts(store, { directory: async () => ({ unit: () => undefined }) });
    const giver = giverOn(store);
    receiptOf(await giver.give(propose(AFTER, AUTUMN)));
    expect((await facts.rulesAt(EVENING)).version).toBe(NOTICE.version);
    receiptOf(await giver.give(approve('after', AUTUMN)));
    facts.forgetRulebook();
    expect((await facts.rulesAt(NEW_YEARS_EVE)).version).toBe(NOTICE.version);
    expect((await facts.rulesAt(EVENING)).version).toBe('after');
  });

  it('is read once for many commands', async () => {
    let reads = 0;
    const counted = new Proxy(store, {
      get(target, name) {
        if (name === 'readStream') reads += 1;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(target) : member;
      },
    });
    const facts = new Facts(counted, { directory: async () => ({ unit: () => undefined }) });
    await Promise.all(Array.from({ length: 50 }, () => facts.rulesAt(EVENING)));
    expect(reads).toBe(1);
  });
});
