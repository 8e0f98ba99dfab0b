import type { api } from '#wire';
import { bodyOfProposal, byKey, fieldOf, pathOf } from './rule-form.js';

const figure = (place: string, value: api.RulebookFigure['value']): api.RulebookFigure => ({ place, value, source: 'spec', use: 'deadline' });
const FIGURES = [
  figure('sign', { amount: 1, unit: 'day' }), figure('handling.community', { amount: 5, unit: 'day' }), figure('handling.city', { amount: 30, unit: 'day' }),
  figure('verdictTries', 3), figure('score.bands', [90, 80]), figure('ladders.sign', [{ act: 'due', offset: { amount: 0, unit: 'day' } }]), figure('calendar', 'cn-2026.1'),
];

it('groups the figures that share a source', () => {
  expect(byKey(FIGURES).map(([key, figures]) => [key, figures.length])).toEqual([['sign', 1], ['handling', 2], ['verdictTries', 1], ['score', 1], ['ladders', 1], ['calendar', 1]]);
});

it('finds the field of a figure where the body has it', () => {
  expect(pathOf('handling.city')).toEqual(['rules', 'handling', 'value', 'city']);
  expect(FIGURES.map(({ place }) => fieldOf(place, FIGURES)?.slice(2).join('.'))).toEqual([
    'value.amount', 'value.community.amount', 'value.city.amount', 'value', 'value.bands.0', 'value.sign.0.offset.amount', 'value',
  ]);
  expect(fieldOf('version', FIGURES)).toEqual(['rules', 'version']);
  expect(fieldOf('colour', FIGURES)).toBeUndefined();
});

it('sends the moment that was meant in the campaign’s zone, and a typing mistake as it is', () => {
  const body = (effectiveFrom: string) => bodyOfProposal({ rules: { effectiveFrom } as api.RulebookShape, reason: 'x' }, (typed) => new Date(`${typed}:00.000+08:00`).toISOString());
  expect(body('2026-12-01T09:00')).toEqual({ reason: 'x', rules: { effectiveFrom: '2026-12-01T01:00:00.000Z' } });
  expect(body('soon')).toEqual({ reason: 'x', rules: { effectiveFrom: 'soon' } });
});
