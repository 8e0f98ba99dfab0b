import { leftOnSignal } from '../testing/left-on-signal.js';
import { leftBehind } from './pause.js';

const never = new Promise<string>(() => undefined);
const after = (ms: number, work: () => string) => new Promise<string>((resolve, reject) => {
  setTimeout(() => { try { resolve(work()); } catch (error) { reject(error as Error); } }, ms);
});

describe('work that may be left behind', () => {
  it('leads to what it leads to as long as nobody stops', async () => {
    const { signal } = new AbortController();
    expect(await leftBehind(signal, 0, after(5, () => 'done'))).toBe('done');
    await expect(leftBehind(signal, 0, after(5, () => { throw new Error('failed'); }))).rejects.toThrow('failed');
    expect(leftOnSignal(signal)).toBe(0);
  });

  it('is left when the time since the stop is over, also one that stopped before', async () => {
    const stop = new AbortController();
    const left = leftBehind(stop.signal, 50, never);
    stop.abort();
    expect(await left).toBeUndefined();
    expect(await leftBehind(stop.signal, 0, never)).toBeUndefined();
  });

  it('may finish within that time, and disturbs nobody by failing after it', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await leftBehind(stop.signal, 5_000, after(20, () => 'done'))).toBe('done');
    expect(await leftBehind(stop.signal, 0, after(20, () => { throw new Error('too late'); }))).toBeUndefined();
    await after(60, () => 'nothing was left unhandled');
  });
});
