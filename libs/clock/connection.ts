import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from '#config';
import { needed } from '#config';
import { Fault } from '#kernel';
import { ensureSearchAttributes } from './search-attributes.js';

export interface TemporalConnection {
  readonly connection: NativeConnection;
  /** Speaks over the same connection, so that a new workflow's first task can go straight to this process's worker. */
  readonly client: Client;
  readonly namespace: string;
  readonly address: string;
}

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** Hears of each attempt that failed, and how long until the next. */
  readonly onWait?: (error: unknown, waitMs: number) => void;
}

const FIRST_WAIT = 250;
const LONGEST_WAIT = 5_000;

/**
 * Connects to Temporal, trying until it answers or the signal aborts, and sees to the search attributes of issue workflows.
 * Fault `search-attributes-missing` when they are not there and may not be added.
 */
export async function connectWithRetry(temporal: Config['temporal'], { signal, onWait }: ConnectOptions = {}): Promise<TemporalConnection> {
  const options = await connectionOptions(temporal);
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    signal?.throwIfAborted();
    try {
      return await connect(options, temporal.namespace, signal);
    } catch (error) {
      if (error instanceof Fault) throw error;
      onWait?.(error, wait);
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  }
}

async function connect(options: NativeConnectionOptions & { address: string }, namespace: string, signal?: AbortSignal): Promise<TemporalConnection> {
  const connection = await NativeConnection.connect(options);
  try {
    await ensureSearchAttributes(connection, { address: options.address, namespace, ...(signal ? { signal } : {}) });
    return { connection, client: new Client({ connection, namespace }), namespace, address: options.address };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function connectionOptions({ address, apiKey, tls }: Config['temporal']): Promise<NativeConnectionOptions & { address: string }> {
  const options = { address: needed(address, 'TEMPORAL_ADDRESS'), ...(apiKey === null ? {} : { apiKey }) };
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
