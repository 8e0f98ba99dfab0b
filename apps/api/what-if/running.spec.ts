import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { Running } from './running.js';

const reply = () => ({ raw: new EventEmitter() }) as unknown as FastifyReply;
/** Work that goes on until it is told to stop. */
const untilStopped = (signal: AbortSignal) => new Promise<never>((_, reject) => { signal.addEventListener('abort', () => { reject(signal.reason as Error); }); });

describe('long work that somebody waits for', () => {
  it('is given up for the next of the same session, whose own goes on', async () => {
    const running = new Running(2, 60_000);
    const first = running.alone('one', reply(), untilStopped);
    const second = running.alone('one', reply(), async () => 'done');
    await expect(first).rejects.toMatchObject({ code: 'what-if-superseded' });
    expect(await second).toBe('done');
  });

  it('is not given up for one that nobody waits for any more', async () => {
    const running = new Running(2, 60_000);
    let finish = (): void => undefined;
    const first = running.alone('one', reply(), () => new Promise<string>((done) => { finish = () => { done('done'); }; }));
    const gone = { raw: Object.assign(new EventEmitter(), { destroyed: true }) } as unknown as FastifyReply;
    await expect(running.alone('one', gone, async () => 'never')).rejects.toMatchObject({ code: 'bad-request' });
    finish();
    expect(await first).toBe('done');
  });

  it('is let in as long as there is room, and again once there is', async () => {
    const running = new Running(1, 60_000);
    const mine = reply();
    const first = running.alone('one', mine, untilStopped);
    await expect(running.alone('another', reply(), async () => 'done')).rejects.toMatchObject({ code: 'too-many-requests' });
    mine.raw.emit('close');
    await expect(first).rejects.toMatchObject({ code: 'bad-request' });
    expect(await running.alone('another', reply(), async () => 'done')).toBe('done');
  });

  it('ends when it takes too long', async () => {
    await expect(new Running(1, 1).alone('one', reply(), untilStopped)).rejects.toMatchObject({ code: 'what-if-too-large' });
  });
});
