import type { Actor } from '#kernel';
import { readModelDecider } from './decide.js';
import type { ReadModelEvent, SkipEvent } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-03-01T00:00:00.000Z';
const data: SkipEvent['data'] = { readModel: 'ledger', copy: 'live', position: 7, eventId: 'e7', eventType: 'IssueClosed', code: 'event-out-of-place', reason: 'closed without a report' };
const SKIPPED: ReadModelEvent = { type: 'ReadModelEventSkipped', at, by, data };

function skipping(reason: string, given: readonly ReadModelEvent[] = []) {
  return readModelDecider.decide({ type: 'skip-event', id: 'c1', at, by, data: { ...data, reason } }, given.reduce(readModelDecider.evolve, readModelDecider.initial), undefined);
}

describe('skipping an event', () => {
  it('is recorded with what was skipped and why', () => {
    expect(skipping(data.reason)).toEqual({ accepted: true, events: [SKIPPED] });
  });

  it('is recorded again when a rebuild has tried the event again', () => {
    expect(skipping(data.reason, [SKIPPED])).toEqual({ accepted: true, events: [SKIPPED] });
    expect([SKIPPED, SKIPPED].reduce(readModelDecider.evolve, readModelDecider.initial)).toEqual({ skipped: [7, 7] });
  });

  it('is refused without a reason', () => {
    expect(skipping(' ')).toMatchObject({ accepted: false, refusal: { code: 'reason-missing' } });
  });
});
