import { NOTICE } from '#domain';
import { figuresOf, rateOf, type FigureValues } from './figures.js';
import { scoreOf } from './score.js';

function figures(inTime: [number, number], resolved: [number, number], satisfied: [number, number]): FigureValues {
  return { ...figuresOf([]), answeredInTime: rateOf(...inTime), resolved: rateOf(...resolved), satisfied: rateOf(...satisfied) };
}

it('weighs the three rates by the rulebook', () => {
  // 30 % of 1, 35 % of 0.5, 35 % of 0.8.
  expect(scoreOf(figures([10, 10], [5, 10], [8, 10]), NOTICE)?.points).toBeCloseTo(75.5, 10);
});

it('leaves out a rate without a case and gives its weight to the others', () => {
  expect(scoreOf(figures([10, 10], [5, 10], [0, 0]), NOTICE)?.points).toBeCloseTo((100 * (0.3 + 0.175)) / 0.65, 8);
  expect(scoreOf(figures([0, 0], [0, 0], [0, 0]), NOTICE)).toBeNull();
});

it.each([[100, 0], [90, 0], [89, 1], [80, 1], [79, 2], [60, 2], [59, 3], [0, 3]])('%d points are band %d', (points, band) => {
  expect(scoreOf(figures([points, 100], [points, 100], [points, 100]), NOTICE)?.band).toBe(band);
});
