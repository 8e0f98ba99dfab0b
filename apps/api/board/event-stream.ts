import type { FastifyReply } from 'fastify';

/**
 * Takes an answer over as a stream of server-sent events. Its head goes out with the first frame: whoever reads the board on hearing it, and hears
 * of every change from then on, misses none. `send` answers false when the client has gone or lags behind too
 * far; `end` never waits for a slow client. `onClose` is called once, whoever closes.
 */
export function openStream(reply: FastifyReply, mostUnreadBytes: number, onClose: () => void): { send(frame: string): boolean; end(): void } {
  reply.hijack();
  const { raw } = reply;
  raw.once('close', onClose);
  raw.writeHead(200, {
    ...reply.getHeaders() as Record<string, string>,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    // Kept open after the stream, the connection would hold up the server's own closing.
    connection: 'close',
  });
  return {
    send(frame) {
      if (raw.destroyed || raw.writableEnded) return false;
      raw.write(frame);
      return raw.writableLength <= mostUnreadBytes;
    },
    end() {
      if (raw.writableLength > 0) raw.destroy();
      else raw.end();
    },
  };
}
