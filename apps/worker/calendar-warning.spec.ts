import { openMemoryStore } from '#event-store/memory';
import { warnOfCalendar } from './calendar-warning.js';

describe('the worker’s log', () => {
  it.each([['2026-10-31T00:00:00.000Z', []], ['2026-11-24T00:00:00.000Z', [['ending', 37]]], ['2027-01-01T00:00:00.000Z', [['ended', -1]]]])('at %s warns of the calendar: %j', async (now, expected) => {
    const store = openMemoryStore();
    const warned: unknown[] = [];
    await warnOfCalendar(store, now, { warn: (facts: { status: string; daysLeft: number }) => { warned.push([facts.status, facts.daysLeft]); } });
    expect(warned).toEqual(expected);
    await store.close();
  });
});
