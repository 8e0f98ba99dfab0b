import { leftOnSignal } from '../testing/left-on-signal.js';
import { Wakeups, type Listen } from './wakeups.js';

const silent: Listen = (_wake, signal) => new Promise((resolve) => { signal.addEventListener('abort', () => resolve()); });

it('leaves nothing on the signal of a follower that waits again and again', async () => {
  const wakeups = new Wakeups(silent);
  const { signal } = new AbortController();
  for (let wait = 0; wait < 50; wait += 1) await wakeups.wait(wakeups.count, 0, signal);
  expect(leftOnSignal(signal)).toBe(0);
  await wakeups.close();
});

it('ends every wait when it is closed', async () => {
  const wakeups = new Wakeups(silent);
  const waits = [new AbortController(), new AbortController()].map(({ signal }) => wakeups.wait(wakeups.count, 60_000, signal));
  await wakeups.close();
  await Promise.all(waits);
  await wakeups.wait(wakeups.count, 60_000, new AbortController().signal);
});
