import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { openStream } from './event-stream.js';

const MOST_UNREAD = 256 * 1024;
const FRAME = `data: ${'x'.repeat(64 * 1024)}\n\n`;
/** More than any system keeps for a socket that nobody reads. */
const MOST_FRAMES = 2_000;

describe('a stream of server-sent events', () => {
  let server: FastifyInstance;
  let stream: ReturnType<typeof openStream>;
  let client: Socket;
  let closed: number;

  beforeEach(async () => {
    closed = 0;
    server = Fastify();
    const opened = new Promise<void>((resolve) => {
      server.get('/stream', (_request, reply) => {
        stream = openStream(reply, MOST_UNREAD, () => { closed += 1; });
        resolve();
      });
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    client = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET /stream HTTP/1.1\r\nhost: here\r\n\r\n');
    await opened;
  });

  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  it('begins for the client with its first frame', async () => {
    let read = '';
    client.on('data', (chunk: Buffer) => { read += chunk.toString('utf8'); });
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(read).toBe('');
    stream.send('data: first\n\n');
    while (!read.includes('data: first')) await new Promise(setImmediate);
    expect(read).toMatch(/^HTTP\/1\.1 200 /);
    stream.end();
    await once(client, 'close');
  });

  it('gives up a client that reads nothing, and ends without waiting for it', async () => {
    client.pause();
    let taken = 0;
    while (stream.send(FRAME) && taken < MOST_FRAMES) {
      taken += 1;
      await new Promise(setImmediate);
    }
    expect(taken).toBeGreaterThanOrEqual(MOST_UNREAD / FRAME.length - 1);
    expect(taken).toBeLessThan(MOST_FRAMES);
    expect(closed).toBe(0);
    const gone = once(client, 'close');
    stream.end();
    client.resume();
    await gone;
    expect(closed).toBe(1);
    expect(stream.send('data: late\n\n')).toBe(false);
  });

  it('keeps a client that reads, however much it is told', async () => {
    let read = 0;
    client.on('data', (chunk: Buffer) => { read += chunk.length; });
    for (let count = 1; count <= 100; count += 1) {
      expect(stream.send(FRAME)).toBe(true);
      while (read < count * FRAME.length) await new Promise(setImmediate);
    }
    stream.end();
    await once(client, 'close');
    expect(closed).toBe(1);
  });

  it('tells that the client has gone', async () => {
    client.destroy();
    while (closed === 0) await new Promise(setImmediate);
    expect(stream.send(FRAME)).toBe(false);
    stream.end();
    expect(closed).toBe(1);
  });
});
