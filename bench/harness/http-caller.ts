import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface HttpAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * One connection that stays open, one request at a time: so little work that the server is what is measured. Takes answers
 * with a content-length alone, which all sides send.
 */
export class HttpCaller {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(private readonly socket: Socket, private readonly host: string) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('the server closed the connection')));
  }

  static async open(url: string): Promise<HttpCaller> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    return new HttpCaller(socket, host);
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    const bytes = Buffer.from(JSON.stringify(body));
    const named = Object.entries({ host: this.host, 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers });
    const head = `POST ${path} HTTP/1.1\r\n${named.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) throw new Error('the server closed the connection');
      this.waiting = { resolve, reject };
      this.socket.write(Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.waiting?.reject(new Error(`no content-length in: ${head}`));
    const last = end + 4 + Number(length);
    if (this.received.length < last) return;
    const body = this.received.toString('utf8', end + 4, last);
    this.received = this.received.subarray(last);
    this.waiting?.resolve({ status: Number(head.slice(9, 12)), head, body });
  }
}
