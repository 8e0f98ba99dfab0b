import type { IncomingMessage, Server } from 'node:http';

export async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk as string;
  return text;
}

/** Connections rest while the other sides have their turn, and end with the process. */
export function closeOnTerm(server: Server, release: () => Promise<void>): void {
  server.keepAliveTimeout = 300_000;
  process.once('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => void release().then(() => process.exit(0)));
  });
}
