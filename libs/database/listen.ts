import pg from 'pg';

/**
 * Listens to a channel on one connection of its own, and calls `heard` at each notice, and once when it begins, for what came
 * before. Resolves or rejects when the connection has ended, or the signal aborts: notices are hints, and whoever needs them
 * listens anew.
 */
export async function listen(settings: pg.ClientConfig, channel: string, heard: () => void, signal: AbortSignal): Promise<void> {
  const client = new pg.Client(settings);
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  signal.addEventListener('abort', end);
  client.on('end', end).on('error', end).on('notification', heard);
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    heard();
    await ended;
  } finally {
    signal.removeEventListener('abort', end);
    await client.end().catch(() => undefined);
  }
}
