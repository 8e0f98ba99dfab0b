import { NOTICE } from '#domain';
import { rateOf } from './figures.js';
import { bandOf } from './score.js';

const rates = (inTime: [number, number], resolved: [number, number], satisfied: [number, number]) =>
  ({ answeredInTime: rateOf(...inTime), resolved: rateOf(...resolved), satisfied: rateOf(...satisfied) });

it.each([[100, 0], [90, 0], [89, 1], [80, 1], [79, 2], [60, 2], [59, 3], [0, 3]])('%d points are band %d', (points, band) => {
  expect(bandOf(rates([points, 100], [points, 100], [points, 100]), NOTICE)).toBe(band);
});

it('weighs the three rates by the rulebook', () => {
  // 30 % of 1, 35 % of 0.5 and of 0.8 are 75.5.
  const figures = rates([10, 10], [5, 10], [8, 10]);
  const rules = (bands: readonly number[]) => ({ score: { ...NOTICE.score, value: { ...NOTICE.score.value, bands } } });
  expect(bandOf(figures, rules([75.6, 75.5, 75.4]))).toBe(1);
  expect(bandOf(figures, { score: { ...NOTICE.score, value: { inTime: 100, resolved: 0, satisfied: 0, bands: [100] } } })).toBe(0);
});

it('gives no band while a rate that weighs stands on few cases, and asks nothing of one that does not', () => {
  const few = rates([100, 100], [100, 100], [9, 9]);
  expect(bandOf(few, NOTICE)).toBeNull();
  expect(bandOf(rates([100, 100], [0, 0], [100, 100]), NOTICE)).toBeNull();
  expect(bandOf(few, { score: { ...NOTICE.score, value: { inTime: 50, resolved: 50, satisfied: 0, bands: [90] } } })).toBe(0);
});
