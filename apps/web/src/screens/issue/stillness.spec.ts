import { stillnessOf } from './stillness.js';

const due = { id: 'handling.1.1', act: 'due', at: '2026-10-12T01:00:00.000Z' } as const;

it.each([
  ['while a step is to come', { steps: [due], pending: [due] }, false, null],
  ['of a matter that is measured alone', { steps: [], pending: [] }, false, 'deadline.measured'],
  ['after the last step of a ladder that nobody takes over by', { steps: [due], pending: [] }, false, 'deadline.allPassed'],
  ['under supervision', { steps: [due], pending: [] }, true, 'deadline.supervised'],
  ['of a deadline given after that', { steps: [due], pending: [due] }, true, null],
] as const)('is said %s', (_, { steps, pending }, supervised, words) => {
  expect(stillnessOf({ steps: [...steps], pending: [...pending] }, supervised)).toBe(words);
});
