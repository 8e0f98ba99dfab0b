import chineseDays from 'chinese-days';
import { nextDate } from '#kernel';
import { workingCalendar } from './mainland.js';

const calendar = workingCalendar();

describe('the working calendar of mainland China', () => {
  it('agrees with an independent calendar on every day it covers', () => {
    const differing: string[] = [];
    let days = 0;
    for (let date = calendar.coveredFrom; date <= calendar.coveredTo; date = nextDate(date)) {
      days += 1;
      if (calendar.day(date).counts !== chineseDays.isWorkday(date)) differing.push(date);
    }
    expect(differing).toEqual([]);
    expect(days).toBe(8_401);
  });

  it('names why a day counts or does not', () => {
    expect(calendar.day('2025-01-26')).toEqual({ date: '2025-01-26', counts: true, reason: 'make-up-workday', holiday: 'spring-festival' });
    expect(calendar.day('2025-01-29')).toEqual({ date: '2025-01-29', counts: false, reason: 'holiday', holiday: 'spring-festival' });
    expect(calendar.day('2025-03-01')).toEqual({ date: '2025-03-01', counts: false, reason: 'weekend' });
    expect(calendar.day('2025-03-03')).toEqual({ date: '2025-03-03', counts: true, reason: 'workday' });
  });

  it('judges days past its coverage by the day of the week alone, and says so', () => {
    expect(calendar.day('2027-01-01')).toEqual({ date: '2027-01-01', counts: true, reason: 'uncovered-workday' });
    expect(calendar.day('2027-01-02')).toEqual({ date: '2027-01-02', counts: false, reason: 'uncovered-weekend' });
    expect(calendar.day('2003-12-31')).toEqual({ date: '2003-12-31', counts: true, reason: 'uncovered-workday' });
    expect(calendar.day('2026-12-31').reason).toBe('workday');
  });
});
