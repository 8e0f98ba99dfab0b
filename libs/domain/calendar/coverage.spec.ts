import { coverageAt } from './coverage.js';
import { calendarNamed, calendarVersions, workingCalendar } from './mainland.js';

const calendar = calendarNamed('cn-2026.1')!;
const SIXTY = { amount: 60, unit: 'day' } as const;

describe('the coverage of a calendar', () => {
  it.each([
    ['2026-11-01T15:59:59.999Z', 'covered', 60], ['2026-11-01T16:00:00.000Z', 'ending', 59], ['2026-12-31T15:59:59.999Z', 'ending', 0],
    ['2026-12-31T16:00:00.000Z', 'ended', -1],
  ])('at %s is %s, by the day in China', (moment, status, daysLeft) => {
    expect(coverageAt(moment, calendar, SIXTY)).toEqual({ calendar: 'cn-2026.1', status, coveredTo: '2026-12-31', daysLeft });
  });
});

describe('the versions of the calendar', () => {
  it('are found by name, the newest last; another name is none', () => {
    expect(calendarVersions().at(-1)).toBe(workingCalendar().version);
    expect(calendarVersions().map((version) => calendarNamed(version)?.version)).toEqual(calendarVersions());
    expect(calendarNamed('cn-1949.1')).toBeUndefined();
  });

  it('know only what was ordered by then: the older one judges later days by the day of the week', () => {
    expect(calendarNamed('cn-2025.1')!.day('2026-01-01')).toEqual({ date: '2026-01-01', counts: true, reason: 'uncovered-workday' });
    expect(calendar.day('2026-01-01')).toEqual({ date: '2026-01-01', counts: false, reason: 'holiday', holiday: 'new-year' });
    expect(calendarNamed('cn-2025.1')!.day('2025-10-01')).toEqual(calendar.day('2025-10-01'));
  });
});
