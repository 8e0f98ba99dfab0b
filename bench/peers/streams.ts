import type { ServerResponse } from 'node:http';

/** Open streams of server-sent events, and what a change of the board looks like in one. */
export class Streams {
  private readonly open = new Set<ServerResponse>();

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' }).flushHeaders();
    response.socket?.setNoDelay(true);
    this.open.add(response);
    response.once('close', () => this.open.delete(response));
  }

  /** `row` is JSON. */
  tell(position: number, row: string): void {
    const frame = `id: ${position}\nevent: board\ndata: {"position":${position},"rows":[${row}],"gone":[]}\n\n`;
    for (const response of this.open) response.write(frame);
  }
}
