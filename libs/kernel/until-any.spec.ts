import { leftOnSignal } from '../testing/left-on-signal.js';
import { untilAny } from './until-any.js';

const untilAborted = (signal: AbortSignal): Promise<string> => new Promise((resolve) => {
  if (signal.aborted) resolve('aborted at the beginning');
  else signal.addEventListener('abort', () => resolve('aborted'));
});

it('aborts with the first of its signals, also with one that has aborted before', async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const work = untilAny([one.signal, other.signal], untilAborted);
  other.abort();
  expect(await work).toBe('aborted');
  expect(await untilAny([one.signal, other.signal], untilAborted)).toBe('aborted at the beginning');
});

it('leaves nothing on its signals, however the work ends', async () => {
  const { signal } = new AbortController();
  expect(await untilAny([signal], async () => leftOnSignal(signal))).toBe(1);
  await expect(untilAny([signal], async () => { throw new Error('failed'); })).rejects.toThrow('failed');
  expect(leftOnSignal(signal)).toBe(0);
  AbortSignal.any([signal]);
  expect(leftOnSignal(signal)).toBe(1);
});
