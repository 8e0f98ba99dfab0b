import { figuresOf, rateOf, type Tally } from './figures.js';

const plain: Tally = { answer: null, inTime: null, satisfied: null, repeated: false, returned: false, escalated: false, overdue: false, n: 1 };

it('counts each issue under everything that is true of it', () => {
  const figures = figuresOf([
    { ...plain, n: 4 },
    { ...plain, answer: 'resolution', inTime: true, satisfied: true, n: 6 },
    { ...plain, answer: 'resolution', inTime: false, satisfied: false, repeated: true, n: 2 },
    { ...plain, answer: 'explanation', inTime: null, escalated: true, n: 3 },
    { ...plain, overdue: true, returned: true, repeated: true, n: 5 },
  ]);
  expect(figures).toEqual({
    received: 20, answered: 11,
    answeredInTime: { count: 6, base: 8, rate: 0.75, small: true },
    resolved: { count: 8, base: 11, rate: 8 / 11, small: false },
    satisfied: { count: 6, base: 8, rate: 0.75, small: true },
    repeats: 7, returns: 5, escalations: 3, openOverdue: 5,
  });
});

it('gives no rate without a base, and marks bases under ten', () => {
  expect(rateOf(0, 0)).toEqual({ count: 0, base: 0, rate: null, small: true });
  expect(rateOf(9, 9)).toEqual({ count: 9, base: 9, rate: 1, small: true });
  expect(rateOf(1, 10)).toEqual({ count: 1, base: 10, rate: 0.1, small: false });
});
