import { END, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Fault } from '#kernel';
import { LogStore } from '../log-store.js';
import { Wakeups, type Listen } from '../wakeups.js';
import { Writer, type WriterOptions } from '../writer.js';
import { batchSender } from './append-batch.js';
import { Reader } from './reader.js';
import { streamNames } from './streams.js';

/** As much of the client as the record needs. */
export type KurrentClient = Pick<KurrentDBClient, 'multiStreamAppend' | 'readStream' | 'subscribeToStream' | 'dispose'>;

/** The server by its connection string, or by a client, which `close` disposes of as well. */
export type KurrentStoreOptions = ({ readonly url: string } | { readonly client: KurrentClient }) & Partial<Omit<WriterOptions, 'batch'>> & {
  /** What the names of the record's streams begin with; `minqing` when not given. One server may hold several records. */
  readonly prefix?: string;
  /** How often a follower looks by itself, should the subscription be silent. */
  readonly pollMs?: number;
};

export type KurrentEventStore = LogStore;

/**
 * A server takes 4 MiB in one message; a UTF-16 unit is at most three bytes of it. No second batch goes alongside the first:
 * both would want the log's end, and one would lose.
 */
const BATCH = { events: 1_000, size: 1024 * 1024, alongside: Infinity };

/**
 * Opens the record in KurrentDB 25.1 or newer; nothing needs to be made there first. Connects when it is first asked. Fault
 * `bad-kurrentdb-address`.
 */
export function openKurrentStore(options: KurrentStoreOptions): KurrentEventStore {
  const { prefix = 'minqing', patienceMs = 15_000, queue = 20_000, pollMs = 1_000 } = options;
  const client = 'url' in options ? clientFor(options.url) : options.client;
  const names = streamNames(prefix);
  const reader = new Reader(client, names);
  return new LogStore({
    writer: new Writer(batchSender({ client, reader, names }), { patienceMs, queue, batch: BATCH }),
    reader,
    wakeups: new Wakeups(subscription(client, names.log)),
    pollMs,
    release: () => client.dispose(),
  });
}

function clientFor(url: string): KurrentClient {
  try {
    return KurrentDBClient.connectionString(toLeader(url));
  } catch {
    // What the client says of it quotes the address, and with it a password.
    throw new Fault('bad-kurrentdb-address', { tryNext: 'it is written kurrentdb://user:password@host:2113?tls=true; every option is in the client\'s documentation' });
  }
}

/** Who decides on what a node that lags behind says is refused in the end, and meets needless conflicts before. */
function toLeader(url: string): string {
  return /[?&]nodePreference=/i.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}nodePreference=leader`;
}

/** A catch-up subscription to the log from its end. Ends when the server drops it, and is then begun anew. */
function subscription(client: Pick<KurrentClient, 'subscribeToStream'>, log: string): Listen {
  return async (wake, signal) => {
    const events = client.subscribeToStream(log, { fromRevision: END });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => { end = resolve; });
    events.on('confirmation', wake).on('data', wake).on('error', end).on('end', end).on('close', end);
    signal.addEventListener('abort', end);
    await ended;
    signal.removeEventListener('abort', end);
    await events.unsubscribe();
  };
}
