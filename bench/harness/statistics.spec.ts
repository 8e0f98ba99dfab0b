import { estimate, quantile } from './statistics.js';

it('takes the middle, and the interval that holds the median in 95 of 100 runs', () => {
  expect(estimate([3, 1, 2])).toMatchObject({ median: 2, low: 1, high: 3 });
  expect(estimate([4, 1, 3, 2])).toMatchObject({ median: 2.5 });
  // Tables of the sign test: of 7 values all, of 9 the second and the eighth, of 20 the sixth and the fifteenth.
  expect(estimate([1, 2, 3, 4, 5, 6, 7])).toMatchObject({ median: 4, low: 1, high: 7 });
  expect(estimate([1, 2, 3, 4, 5, 6, 7, 8, 9])).toMatchObject({ low: 2, high: 8 });
  expect(estimate(Array.from({ length: 20 }, (_, index) => index + 1))).toMatchObject({ low: 6, high: 15 });
});

it('finds a quantile of unsorted values', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(values, 0), quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([1, 51, 100, 100]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
