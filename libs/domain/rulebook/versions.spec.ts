import { scenarios } from '#testing';
import type { Instant } from '#kernel';
import type { AdoptRulebook, RulebookAdopted } from './events.js';
import { NOTICE } from './notice.js';
import type { Rulebook } from './rulebook.js';
import { rulebookDecider, rulebookInForce } from './versions.js';

const given = scenarios(rulebookDecider, undefined);
const by = { kind: 'operator', operator: 'root' } as const;
const adopt = (rules: Rulebook, at: Instant): AdoptRulebook => ({ type: 'adopt-rulebook', id: `adopt-${rules.version}`, at, by, data: rules });
const adopted = (rules: Rulebook, at: Instant): RulebookAdopted => ({ type: 'RulebookAdopted', at, by, data: rules });
const SECOND: Rulebook = { ...NOTICE, version: 'notice-2', effectiveFrom: '2025-06-01T00:00:00.000Z' };
const MAY = '2025-05-01T00:00:00.000Z';

describe('adopt-rulebook', () => {
  it('puts a version on record', () => {
    given([]).when(adopt(NOTICE, MAY)).then([adopted(NOTICE, MAY)]);
  });

  it('takes the same version again without an event, and another under its name not at all', () => {
    given([adopted(NOTICE, MAY)]).when(adopt({ ...NOTICE }, MAY)).then([]);
    given([adopted(NOTICE, MAY)]).when(adopt({ ...NOTICE, verdictTries: { value: 4, source: 'x' } }, MAY)).thenRefused('rulebook-version-taken', { version: 'notice-1' });
  });

  it('comes into force after the version before it', () => {
    const between = { ...NOTICE, version: 'notice-3', effectiveFrom: '2025-05-15T00:00:00.000Z' };
    given([adopted(NOTICE, MAY), adopted(SECOND, MAY)]).when(adopt(between, '2025-05-02T00:00:00.000Z')).thenRefused('rulebook-before-the-last-version', { version: 'notice-2', from: SECOND.effectiveFrom });
  });

  it('does not adopt what cannot be right', () => {
    given([]).when(adopt({ ...NOTICE, sign: { value: { amount: 0, unit: 'hour' }, source: 'x' } }, MAY)).thenRefused('rulebook-limit-not-positive', { place: 'sign' });
  });
});

describe('rulebookInForce', () => {
  const state = [adopted(NOTICE, MAY), adopted(SECOND, MAY), adopted({ ...SECOND, version: 'notice-3' }, '2025-07-01T00:00:00.000Z')].reduce(rulebookDecider.evolve, rulebookDecider.initial);

  it.each([
    ['1999-12-31T23:59:59.999Z', undefined], ['2011-01-01T00:00:00.000Z', 'notice-1'], ['2025-05-31T23:59:59.999Z', 'notice-1'],
    ['2025-06-01T00:00:00.000Z', 'notice-2'],
  ])('at %s is %s', (moment, version) => {
    expect(rulebookInForce(state, moment)?.version).toBe(version);
  });

  it('never binds what happened before its adoption, whatever date it bears', () => {
    expect(rulebookInForce(state, '2025-06-30T23:59:59.999Z')?.version).toBe('notice-2');
    expect(rulebookInForce(state, '2025-07-01T00:00:00.000Z')?.version).toBe('notice-3');
  });
});
