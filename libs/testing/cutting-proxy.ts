import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** What the proxy does with the next message whose bytes hold the marker. */
export type Cut =
  /** The connection breaks before the server hears of it. */
  | 'before-it-arrives'
  /** The server does the work and answers; the connection breaks before the answer arrives. */
  | 'before-its-answer';

export interface CuttingProxy {
  /** The same address by way of the proxy. */
  readonly url: string;
  /** Cuts once, at the next message that contains these bytes. Resolves when it has happened. */
  cutNext(marker: string, cut: Cut): Promise<void>;
  close(): Promise<void>;
}

/** Stands between a client and its server, and loses a chosen message: the moments that a kill cannot hit on purpose. */
export async function cuttingProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let planned: { marker: string; cut: Cut; happened: () => void } | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let answerIsLost: (() => void) | undefined;
    const end = (): void => { client.destroy(); upstream.destroy(); };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => { sockets.delete(socket); end(); });
    }
    client.on('data', (bytes) => {
      if (!planned || !bytes.includes(planned.marker)) return void upstream.write(bytes);
      const { cut, happened } = planned;
      planned = undefined;
      if (cut === 'before-its-answer') {
        answerIsLost = happened;
        return void upstream.write(bytes);
      }
      end();
      happened();
    });
    upstream.on('data', (bytes) => {
      if (!answerIsLost) return void client.write(bytes);
      end();
      answerIsLost();
    });
  });
  const address = await listening(server, url);
  return {
    url: address.href,
    cutNext: (marker, cut) => new Promise((happened) => { planned = { marker, cut, happened }; }),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The target's address with the port that the proxy listens on. */
async function listening(server: Server, target: string): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return address;
}
