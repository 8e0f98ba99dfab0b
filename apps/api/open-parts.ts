import { connect } from 'node:net';
import type { Logger } from 'pino';
import { type Config, needed } from '#config';
import { openPool, untilPresent } from '#database';
import { clockPosition } from '#clock/position';
import { workingCalendar } from '#domain';
import { postsHeld, readableModels } from '#application';
import type { EventStore, LogStore } from '#event-store';
import { openDesk } from '#identity';
import { instantOf } from '#kernel';
import { Opener } from '#privacy';
import { openRebuilds, openStops, PostgresReadModels, prepareReadModels, projectionHealth } from '#projections/postgres';
import { epochOf, type RestoreMark } from '#recovery';
import { parseCheckpoint, parseNote } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { openRecord } from '../open-store.js';
import type { ApiParts, ApiSettings, OperatorParts, Recovery } from './parts.js';
import type pg from 'pg';

const LIMITS = { requestsPerMinute: 6_000, openRequestsPerMinute: 600, mostStreams: 500 } as const;
const CLOCK_PATIENCE_MS = 1_000;

/** The adapters of this process, by the configuration; `close` after the interface has closed. */
export async function openParts(config: Config, logger: Logger, about: Pick<ApiSettings, 'webRoot' | 'version'>): Promise<{ parts: ApiParts; close(): Promise<void> }> {
  const pool = openPool(needed(config.databaseUrl, 'DATABASE_URL'), { max: 20, name: 'minqing-api' });
  try {
    const { offsetMinutes } = workingCalendar();
    const now = () => instantOf(Date.now());
    await untilPresent(pool, { onWait: (facts) => logger.warn(facts, 'waiting for PostgreSQL') });
    const { record, store, vault, mark } = await openRecord(config, pool);
    await prepareReadModels(pool);
    const models = new PostgresReadModels(pool, { offsetMinutes });
    const readModels = readableModels(models, new Opener(vault));
    const desk = await openDesk({ pool, now, postsOf: postsHeld({ record, readModels }), offsetMinutes });
    const parts: ApiParts = {
      store, record, vault, recordHealth: () => record.health(), recovery: recoveryOf(store, mark), readModels, digest: (text) => vault.digest(text), readModelsHealth: () => projectionHealth(pool), operators: await openOperatorParts(pool, record), desk, now, logger,
      isClockReachable: config.temporal.address === null ? null : reacher(config.temporal.address),
      settings: { ...LIMITS, ...about, publicUrl: config.publicUrl, trustedProxies: config.trustedProxies, offsetMinutes },
    };
    return { parts, close: async () => {
      await models.close();
      await store.close();
      await pool.end();
    } };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

export function recoveryOf(store: Pick<EventStore, 'readStream'>, mark: Pick<RestoreMark, 'read'>): () => Promise<Recovery> {
  return async () => {
    const [epoch, restore] = await Promise.all([epochOf(store), mark.read()]);
    return { epoch, restore };
  };
}

export async function openOperatorParts(pool: pg.Pool, store: LogStore): Promise<OperatorParts> {
  const seals = await openPostgresSeals(pool);
  return {
    stops: openStops(pool),
    rebuilds: openRebuilds({ pool, store }),
    store: () => store.health().status,
    clock: () => clockPosition(pool),
    seals: async () => {
      const [{ last }, standing] = await Promise.all([seals.state(), seals.standing()]);
      return { ...standing, checkpoints: last?.number ?? 0, sealed: last?.size ?? 0, sealedAt: last ? parseCheckpoint(parseNote(last.note).text).at : null };
    },
  };
}

/** Whether something listens at `host:port`. */
function reacher(address: string): () => Promise<boolean> {
  const split = address.lastIndexOf(':');
  return () => new Promise((resolve) => {
    const socket = connect({ host: address.slice(0, split), port: Number(address.slice(split + 1)), timeout: CLOCK_PATIENCE_MS });
    const answer = (reachable: boolean) => () => {
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}
