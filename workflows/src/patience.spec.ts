import { pauseAfter } from './patience.js';

const times = (outcome: Parameters<typeof pauseAfter>[0]) => Array.from({ length: 12 }, (_, tries) => pauseAfter(outcome, tries) / 1_000);

describe('the patience of a workflow whose step did not pass', () => {
  it('asks soon after a short outage, and never later than five minutes after a long one', () => {
    expect(times('unanswered')).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300, 300]);
  });

  it('follows a clock that runs a little behind closely', () => {
    expect(times('early').slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
    expect(Math.max(...times('early'))).toBe(300);
  });

  it('waits for the keeper’s word before it asks about a step that has passed', () => {
    expect(times('passed').slice(0, 4)).toEqual([60, 120, 240, 300]);
  });
});
