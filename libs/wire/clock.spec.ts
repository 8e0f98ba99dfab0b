import { millisOf } from '#kernel';
import { attributesOf, overdueAt, overdueByStep, type NextStep, type Standing } from './clock.js';

const DUE = '2026-10-12T09:30:00.000Z';
const warnOf = (dueAt: string): NextStep => ({ deadline: 'd', step: 's', kind: 'handling', act: 'warn', at: '2026-10-13T09:30:00.000Z', dueAt });
const STANDING: Standing = { issueId: 'one', revision: 3, stage: 'handling', level: 'city', unit: 'city', topic: null, supervised: false, dueAt: DUE, next: null };
const overdue = (changes: Partial<Standing>, now = '2026-10-13T01:00:00.000Z') => overdueAt({ ...STANDING, ...changes }, millisOf(now));

describe('an issue is overdue', () => {
  it('from the moment after the earliest due moment', () => {
    expect([overdue({}, DUE), overdue({}, '2026-10-12T09:30:00.001Z')]).toEqual([false, true]);
  });

  it('by a first contact that was missed and told, with handling still ahead', () => {
    expect(overdue({ next: warnOf('2026-10-14T09:30:00.000Z') })).toBe(true);
  });

  it('no more when the top, which was told, has answered, or its deadlines are fresh', () => {
    expect(overdue({ stage: 'answered', supervised: true, dueAt: '2026-10-15T09:30:00.000Z' })).toBe(false);
    expect(overdue({ supervised: true, dueAt: null })).toBe(false);
  });

  it('never once it has ended', () => {
    expect(overdue({ stage: 'ended' })).toBe(false);
  });

  it('by its next step where the standing does not carry a due moment', () => {
    const { dueAt: _, ...older } = STANDING;
    for (const each of [older, { ...older, supervised: true }, { ...older, next: warnOf(DUE) }, { ...older, supervised: true, stage: 'ended' as const }]) {
      expect(overdueAt(each, millisOf(DUE))).toBe(overdueByStep(each));
    }
    expect([overdueByStep({ ...older, supervised: true }), overdueByStep({ ...older, next: warnOf(DUE) })]).toEqual([true, true]);
  });

  it('is what Temporal shows', () => {
    const shown = attributesOf(STANDING, true).find(({ key }) => key.name === 'Overdue');
    expect(shown).toEqual({ key: { name: 'Overdue', type: 'BOOL' }, value: true });
  });
});
