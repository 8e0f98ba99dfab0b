import fc from 'fast-check';
import { instantOf, type Instant } from '#kernel';
import { rulebookDecider } from './decide.js';
import type { RulebookEvent } from './events.js';
import { NOTICE } from './notice.js';
import type { Rulebook } from './rulebook.js';
import { rulesNamed, versionAt, type RulebookState } from './state.js';
import { isInOneStep, timelineAt } from './timeline.js';

const by = { kind: 'operator', operator: 'root' } as const;
const rules = (version: string, effectiveFrom: Instant): Rulebook => ({ ...NOTICE, version, effectiveFrom });
const fold = (events: readonly RulebookEvent[]): RulebookState => events.reduce(rulebookDecider.evolve, rulebookDecider.initial);
const adopted = (data: Rulebook, at: Instant): RulebookEvent => ({ type: 'RulebookAdopted', at, by, data });
const passed = (data: Rulebook, at: Instant): RulebookEvent[] => [
  { type: 'RulebookProposed', at, by, data: { rules: data, reason: 'x' } },
  { type: 'RulebookApproved', at, by, data: { version: data.version, effectiveFrom: data.effectiveFrom } },
];
const MAY = '2025-05-01T00:00:00.000Z';
const JUNE = '2025-06-01T00:00:00.000Z';
const JULY = '2025-07-01T00:00:00.000Z';

describe('versionAt', () => {
  const state = fold([adopted(NOTICE, MAY), ...passed(rules('two', JUNE), MAY), ...passed(rules('three', JULY), MAY)]);

  it.each([
    ['1999-12-31T23:59:59.999Z', 'notice-1'], ['2011-01-01T00:00:00.000Z', 'notice-1'], ['2025-05-31T23:59:59.999Z', 'notice-1'],
    [JUNE, 'two'], ['2025-06-30T23:59:59.999Z', 'two'], [JULY, 'three'],
  ])('%s is %s', (moment, version) => {
    expect(versionAt(state, moment).version).toBe(version);
  });

  it('is the preset as long as none was approved, whatever is proposed', () => {
    const [proposed] = passed(rules('two', JUNE), MAY);
    expect(versionAt(fold([]), JULY)).toBe(NOTICE);
    expect(versionAt(fold([proposed!]), JULY)).toBe(NOTICE);
  });

  it('of histories in which versions were still adopted one by one is what it was: never before it was on record', () => {
    const old = fold([adopted(NOTICE, MAY), adopted(rules('two', JUNE), MAY), adopted(rules('three', JUNE), JULY)]);
    expect(versionAt(old, '2025-06-30T23:59:59.999Z').version).toBe('two');
    expect(versionAt(old, JULY).version).toBe('three');
  });
});

describe('the timeline', () => {
  it('shows each version as it stands at a moment, the superseded ones still readable', () => {
    const [open] = passed(rules('four', '2025-09-01T00:00:00.000Z'), MAY);
    const state = fold([...passed(rules('two', JUNE), MAY), ...passed(rules('three', JULY), MAY), open!]);
    expect(timelineAt(state, '2025-06-15T00:00:00.000Z').map(({ version, standing, from, until }) => [version.rules.version, standing, from, until])).toEqual([
      ['notice-1', 'superseded', NOTICE.effectiveFrom, JUNE], ['two', 'in-force', JUNE, JULY], ['three', 'coming', JULY, null], ['four', 'proposed', null, null],
    ]);
    expect(rulesNamed(state, 'notice-1')).toBe(NOTICE);
    expect(rulesNamed(state, 'four')?.version).toBe('four');
    expect(rulesNamed(state, 'five')).toBeUndefined();
  });

  it('given a version approved for a moment, when another is approved for the same moment, then the first is superseded and never coming', () => {
    const state = fold([...passed(rules('two', JUNE), MAY), ...passed(rules('three', JUNE), MAY)]);
    const standings = (moment: Instant) => timelineAt(state, moment).map(({ version, standing, from, until }) => [version.rules.version, standing, from, until]);
    expect(standings(MAY)).toEqual([['notice-1', 'in-force', NOTICE.effectiveFrom, JUNE], ['two', 'superseded', JUNE, JUNE], ['three', 'coming', JUNE, null]]);
    expect(standings(JUNE)).toEqual([['notice-1', 'superseded', NOTICE.effectiveFrom, JUNE], ['two', 'superseded', JUNE, JUNE], ['three', 'in-force', JUNE, null]]);
  });

  it('marks what took one step', () => {
    const state = fold([adopted(rules('one', '2000-01-01T00:00:00.000Z'), MAY), ...passed(rules('two', JUNE), MAY)]);
    expect(timelineAt(state, MAY).map(({ version }) => [version.rules.version, isInOneStep(version)])).toEqual([['notice-1', true], ['one', true], ['two', false]]);
  });

  it('keeps the preset readable behind a first version that covers all history, and lists it once when it is adopted itself', () => {
    const covered = timelineAt(fold([adopted(rules('one', NOTICE.effectiveFrom), MAY)]), MAY);
    expect(covered.map(({ version, standing }) => [version.rules.version, standing])).toEqual([['notice-1', 'superseded'], ['one', 'in-force']]);
    expect(timelineAt(fold([adopted(NOTICE, MAY)]), MAY).map(({ version }) => version.rules.version)).toEqual(['notice-1']);
  });

  it('has exactly one version in force at every moment since the preset, and it is the one that binds', () => {
    const day = fc.integer({ min: 0, max: 3_650 }).map((days) => instantOf(Date.UTC(2020, 0, 1) + days * 86_400_000));
    fc.assert(fc.property(fc.array(fc.tuple(day, day), { maxLength: 6 }), day, (wishes, moment) => {
      const state = wishes.reduce((folded, [at, from], index) => {
        const made = passed(rules(`v${index}`, from), at);
        const decided = rulebookDecider.decide(
          { type: 'propose-rulebook', id: 'p', at, by: { kind: 'cadre', cadre: 'a', post: 'a', unit: 'c', role: 'administrator' }, data: { rules: rules(`v${index}`, from), reason: 'x' } }, folded, undefined,
        );
        return decided.accepted ? made.reduce(rulebookDecider.evolve, folded) : folded;
      }, rulebookDecider.initial);
      const timeline = timelineAt(state, moment).filter(({ from }) => from !== null);
      timeline.forEach(({ until }, index) => expect(until).toBe(timeline[index + 1]?.from ?? null));
      const holding = timeline.filter(({ standing }) => standing === 'in-force');
      expect(holding.map(({ version }) => version.rules.version)).toEqual([versionAt(state, moment).version]);
    }));
  });
});
