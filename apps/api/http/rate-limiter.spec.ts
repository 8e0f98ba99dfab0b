import { RateLimiter } from './rate-limiter.js';

describe('the rate limiter', () => {
  it('lets a burst through, then one for each share of a minute', () => {
    const limiter = new RateLimiter(60, 3);
    expect([0, 0, 0, 0].map(() => limiter.take('a', 0))).toEqual([0, 0, 0, 1]);
    expect(limiter.take('a', 999)).toBe(1);
    expect(limiter.take('a', 1_000)).toBe(0);
    expect(limiter.take('b', 1_000)).toBe(0);
  });

  it('takes a call back, and no more than were made', () => {
    const limiter = new RateLimiter(60, 2);
    limiter.take('a', 0);
    limiter.giveBack('a');
    limiter.giveBack('a');
    expect([0, 0, 0].map(() => limiter.take('a', 0))).toEqual([0, 0, 1]);
    limiter.giveBack('b');
    expect([limiter.knows('a'), limiter.knows('b')]).toEqual([true, false]);
    limiter.forget('a');
    expect(limiter.knows('a')).toBe(false);
  });

  it('forgets the key that was unused for longest', () => {
    const limiter = new RateLimiter(1, 1, 2);
    for (const key of ['a', 'b', 'a', 'c']) limiter.take(key, 0);
    expect(limiter.take('a', 0)).toBeGreaterThan(0);
    expect(limiter.take('b', 0)).toBe(0);
  });
});
