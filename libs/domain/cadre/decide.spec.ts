import type { Actor } from '#kernel';
import type { Directory } from '../unit/unit.js';
import { cadreDecider } from './decide.js';
import type { CadreCommand, CadreEvent, PostData } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-03-01T00:00:00.000Z';
const directory: Directory = { unit: (code) => (/^U[12]$/.test(code) ? { code, level: 'community', kind: 'area', parent: null } : undefined) };
type Asked<C> = C extends CadreCommand ? Pick<C, 'type' | 'data'> : never;
type Told<E> = E extends CadreEvent ? Pick<E, 'type' | 'data'> : never;

function deciding(given: readonly Told<CadreEvent>[], asked: Asked<CadreCommand>) {
  const state = given.map((event) => ({ ...event, at, by }) as CadreEvent).reduce(cadreDecider.evolve, cadreDecider.initial);
  return cadreDecider.decide({ ...asked, id: 'c1', at, by } as CadreCommand, state, { directory });
}
const then = (...events: Told<CadreEvent>[]) => ({ accepted: true, events: events.map((event) => ({ ...event, at, by })) });
const refused = (code: string, params: object) => ({ accepted: false, refusal: { code, params } });

const KNOWN: Told<CadreEvent> = { type: 'CadreRegistered', data: { cadre: 'K1', name: '陳', phone: '555-0100' } };
const POST: PostData = { cadre: 'K1', post: 'P1', unit: 'U1', role: 'cadre', from: '2026-01-01' };
const TAKEN: Told<CadreEvent> = { type: 'PostTaken', data: POST };
const LEFT: Told<CadreEvent> = { type: 'PostLeft', data: { cadre: 'K1', post: 'P1', to: '2026-02-28' } };

describe('registering a cadre', () => {
  it('is recorded once, and again only when name or phone changed', () => {
    expect(deciding([], { type: 'register-cadre', data: KNOWN.data as never })).toEqual(then(KNOWN));
    expect(deciding([KNOWN], { type: 'register-cadre', data: KNOWN.data as never })).toEqual(then());
    expect(deciding([KNOWN], { type: 'register-cadre', data: { cadre: 'K1', name: '陳' } }))
      .toEqual(then({ type: 'CadreRenamed', data: { cadre: 'K1', name: '陳' } }));
  });
});

describe('taking a post', () => {
  it('is recorded, and repeated without effect', () => {
    expect(deciding([KNOWN], { type: 'take-post', data: POST })).toEqual(then(TAKEN));
    expect(deciding([KNOWN, TAKEN], { type: 'take-post', data: POST })).toEqual(then());
  });

  it('is refused to an unknown cadre and in an unknown unit', () => {
    expect(deciding([], { type: 'take-post', data: POST })).toEqual(refused('cadre-unknown', { cadre: 'K1' }));
    expect(deciding([KNOWN], { type: 'take-post', data: { ...POST, unit: 'U9' } })).toEqual(refused('post-unit-unknown', { post: 'P1', unit: 'U9' }));
  });

  it.each<Partial<PostData>>([{ unit: 'U2' }, { role: 'dispatcher' }, { from: '2026-01-02' }])('does not give a known code another meaning: %j', (change) => {
    expect(deciding([KNOWN, TAKEN], { type: 'take-post', data: { ...POST, ...change } })).toEqual(refused('post-known-otherwise', { post: 'P1' }));
  });

  it('may overlap in another unit or another role, not in the same of both', () => {
    expect(deciding([KNOWN, TAKEN], { type: 'take-post', data: { ...POST, post: 'P2', unit: 'U2' } }).accepted).toBe(true);
    expect(deciding([KNOWN, TAKEN], { type: 'take-post', data: { ...POST, post: 'P2', role: 'dispatcher' } }).accepted).toBe(true);
    expect(deciding([KNOWN, TAKEN], { type: 'take-post', data: { ...POST, post: 'P2', from: '2026-05-01' } }))
      .toEqual(refused('post-overlaps', { post: 'P2', other: 'P1', unit: 'U1' }));
  });

  it('may follow a post of the same unit and role from the day after it ended', () => {
    const again = (from: string) => deciding([KNOWN, TAKEN, LEFT], { type: 'take-post', data: { ...POST, post: 'P2', from } });
    expect(again('2026-02-28')).toMatchObject({ refusal: { code: 'post-overlaps' } });
    expect(again('2026-03-01').accepted).toBe(true);
  });
});

describe('taking a post that has its last day already', () => {
  const taking = (to: string, more: Partial<PostData> = {}) => ({ type: 'take-post' as const, data: { ...POST, ...more, to } });

  it('records both, or neither', () => {
    expect(deciding([KNOWN], taking('2026-02-28'))).toEqual(then(TAKEN, LEFT));
    expect(deciding([KNOWN], taking('2026-01-01')).accepted).toBe(true);
    expect(deciding([KNOWN], taking('2025-12-31'))).toEqual(refused('post-ends-before-it-began', { post: 'P1', from: '2026-01-01' }));
  });

  it('ends one that is known to last, once', () => {
    expect(deciding([KNOWN, TAKEN], taking('2026-02-28'))).toEqual(then(LEFT));
    expect(deciding([KNOWN, TAKEN, LEFT], taking('2026-02-28'))).toEqual(then());
    expect(deciding([KNOWN, TAKEN, LEFT], taking('2026-02-27'))).toEqual(refused('post-left-already', { post: 'P1', to: '2026-02-28' }));
    expect(deciding([KNOWN, TAKEN], taking('2025-12-31'))).toEqual(refused('post-ends-before-it-began', { post: 'P1', from: '2026-01-01' }));
  });

  it('may come after one that begins behind its end', () => {
    const earlier = (to: string) => deciding([KNOWN, TAKEN], taking(to, { post: 'P0', from: '2025-01-01' }));
    expect(earlier('2025-12-31').accepted).toBe(true);
    expect(earlier('2026-01-01')).toEqual(refused('post-overlaps', { post: 'P0', other: 'P1', unit: 'U1' }));
  });
});

describe('leaving a post', () => {
  const leaving = (to: string, post = 'P1') => ({ type: 'leave-post' as const, data: { cadre: 'K1', post, to } });

  it('is recorded, on the first day at the earliest', () => {
    expect(deciding([KNOWN, TAKEN], leaving('2026-02-28'))).toEqual(then(LEFT));
    expect(deciding([KNOWN, TAKEN], leaving('2026-01-01')).accepted).toBe(true);
    expect(deciding([KNOWN, TAKEN], leaving('2025-12-31'))).toEqual(refused('post-ends-before-it-began', { post: 'P1', from: '2026-01-01' }));
  });

  it('happens once', () => {
    expect(deciding([KNOWN, TAKEN, LEFT], leaving('2026-02-28'))).toEqual(then());
    expect(deciding([KNOWN, TAKEN, LEFT], leaving('2026-02-27'))).toEqual(refused('post-left-already', { post: 'P1', to: '2026-02-28' }));
  });

  it('is refused for a post that was never taken', () => {
    expect(deciding([KNOWN], leaving('2026-02-28', 'P7'))).toEqual(refused('post-unknown', { post: 'P7' }));
  });
});
