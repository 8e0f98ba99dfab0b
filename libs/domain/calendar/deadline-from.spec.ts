import { deadlineFrom, momentBefore } from './deadline-from.js';
import { workingCalendar } from './mainland.js';

const calendar = workingCalendar();
const workingDays = (amount: number) => ({ amount, unit: 'working-day' } as const);

describe('deadlineFrom', () => {
  it('adds clock time to the moment', () => {
    expect(deadlineFrom('2025-01-28T03:00:00.000Z', { amount: 2, unit: 'hour' }, calendar)).toEqual({ dueAt: '2025-01-28T05:00:00.000Z', days: [] });
    expect(deadlineFrom('2025-01-28T03:00:00.000Z', { amount: 15, unit: 'day' }, calendar).dueAt).toBe('2025-02-12T03:00:00.000Z');
    expect(deadlineFrom('2025-01-28T03:00:00.000Z', { amount: 90, unit: 'second' }, calendar).dueAt).toBe('2025-01-28T03:01:30.000Z');
  });

  it('does not count the starting day and ends with office hours, 17:30 in China', () => {
    const due = deadlineFrom('2025-03-03T01:00:00.000Z', workingDays(1), calendar);
    expect(due).toEqual({ dueAt: '2025-03-04T09:30:00.000Z', days: [{ date: '2025-03-04', counts: true, reason: 'workday' }] });
  });

  it('takes the starting day from the civil day in China, not in UTC', () => {
    expect(deadlineFrom('2025-03-03T15:59:59.999Z', workingDays(1), calendar).dueAt).toBe('2025-03-04T09:30:00.000Z');
    expect(deadlineFrom('2025-03-03T16:00:00.000Z', workingDays(1), calendar).dueAt).toBe('2025-03-05T09:30:00.000Z');
  });

  it('shows each day around Spring Festival with its reason, make-up Saturdays included', () => {
    const due = deadlineFrom('2025-01-24T02:00:00.000Z', workingDays(5), calendar);
    expect(due.dueAt).toBe('2025-02-07T09:30:00.000Z');
    expect(due.days.map((day) => `${day.date.slice(5)} ${day.reason}`)).toEqual([
      '01-25 weekend', '01-26 make-up-workday', '01-27 workday',
      '01-28 holiday', '01-29 holiday', '01-30 holiday', '01-31 holiday', '02-01 holiday', '02-02 holiday', '02-03 holiday', '02-04 holiday',
      '02-05 workday', '02-06 workday', '02-07 workday',
    ]);
    expect(deadlineFrom('2025-01-24T02:00:00.000Z', workingDays(6), calendar).dueAt).toBe('2025-02-08T09:30:00.000Z');
  });

  it('runs over the end of coverage and marks what it could not know', () => {
    const due = deadlineFrom('2026-12-30T02:00:00.000Z', workingDays(2), calendar);
    expect(due).toEqual({
      dueAt: '2027-01-01T09:30:00.000Z',
      days: [{ date: '2026-12-31', counts: true, reason: 'workday' }, { date: '2027-01-01', counts: true, reason: 'uncovered-workday' }],
    });
  });

  it('takes no time for a limit of nothing', () => {
    expect(deadlineFrom('2025-03-01T02:00:00.000Z', workingDays(0), calendar)).toEqual({ dueAt: '2025-03-01T02:00:00.000Z', days: [] });
  });
});

describe('momentBefore', () => {
  it('goes back over days that do not count', () => {
    expect(momentBefore('2025-02-05T09:30:00.000Z', workingDays(1), calendar)).toBe('2025-01-27T09:30:00.000Z');
    expect(momentBefore('2025-02-05T09:30:00.000Z', workingDays(2), calendar)).toBe('2025-01-26T09:30:00.000Z');
    expect(momentBefore('2025-02-05T09:30:00.000Z', { amount: 30, unit: 'minute' }, calendar)).toBe('2025-02-05T09:00:00.000Z');
    expect(momentBefore('2025-02-05T09:30:00.000Z', workingDays(0), calendar)).toBe('2025-02-05T09:30:00.000Z');
  });
});
