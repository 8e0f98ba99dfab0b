import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from '#config';
import { needed } from '#config';

export interface TemporalConnection {
  readonly connection: NativeConnection;
  /** Speaks over the same connection, so that a new workflow's first task can go straight to this process's worker. */
  readonly client: Client;
  readonly namespace: string;
}

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** Hears of each attempt that failed, and how long until the next. */
  readonly onWait?: (error: unknown, waitMs: number) => void;
}

const FIRST_WAIT = 250;
const LONGEST_WAIT = 5_000;

/** Connects to Temporal, trying until it answers or the signal aborts. */
export async function connectWithRetry(temporal: Config['temporal'], { signal, onWait }: ConnectOptions = {}): Promise<TemporalConnection> {
  const options = await connectionOptions(temporal);
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    signal?.throwIfAborted();
    try {
      const connection = await NativeConnection.connect(options);
      return { connection, client: new Client({ connection, namespace: temporal.namespace }), namespace: temporal.namespace };
    } catch (error) {
      onWait?.(error, wait);
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  }
}

async function connectionOptions({ address, apiKey, tls }: Config['temporal']): Promise<NativeConnectionOptions> {
  const options: NativeConnectionOptions = { address: needed(address, 'TEMPORAL_ADDRESS'), ...(apiKey === null ? {} : { apiKey }) };
  if (tls === null) return { ...options, tls: false };
  const [ca, crt, key] = await Promise.all([tls.serverCaPath, tls.clientCertPath, tls.clientKeyPath].map((path) => (path === null ? null : readFile(path))));
  return {
    ...options,
    tls: {
      ...(ca ? { serverRootCACertificate: ca } : {}),
      ...(crt && key ? { clientCertPair: { crt, key } } : {}),
      ...(tls.serverName === null ? {} : { serverNameOverride: tls.serverName }),
    },
  };
}
