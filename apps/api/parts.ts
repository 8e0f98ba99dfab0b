import type { Logger } from 'pino';
import type { Digest } from '#application';
import type { ClockPosition } from '#clock/position';
import type { EventStore, StoreHealth } from '#event-store';
import type { Desk } from '#identity';
import type { Instant } from '#kernel';
import type { Vault } from '#privacy';
import type { ReadModels, Rebuilds, Stops } from '#projections';
import type { ProjectionHealth } from '#projections/postgres';
import type { Restore } from '#recovery';
import type { SealingStanding } from '#seal';
import type { StreamLimits } from './board/stream-limits.js';
import type { Patience } from './http/patience.js';

export interface ApiSettings {
  /** How people reach the product; decides the cookie's kind and whose pages may send commands. */
  readonly publicUrl: string;
  /** Addresses and networks of proxies that are believed whom they forward for. */
  readonly trustedProxies: readonly string[];
  /** Folder of the built web pages; none are served when it does not exist. */
  readonly webRoot: string;
  readonly version: string;
  /** Minutes east of UTC of the office's clock. */
  readonly offsetMinutes: number;
  readonly requestsPerMinute: number;
  readonly openRequestsPerMinute: number;
  readonly mostStreams: number;
  /** The usual ones where not given. */
  readonly streams?: Partial<StreamLimits>;
  /** The same. */
  readonly patience?: Partial<Patience>;
}

export interface Recovery {
  /** Grows with each declared gap, from 1. */
  readonly epoch: number;
  /** While there is one the record takes nothing. */
  readonly restore: Restore | undefined;
}

/** What only operators ask for and do. */
export interface OperatorParts {
  readonly stops: Stops;
  readonly rebuilds: Rebuilds;
  /** How this process's way to the store is. */
  store(): 'ok' | 'unavailable' | 'frozen';
  /** How far the clock has come; null where none has run. */
  clock(): Promise<ClockPosition | null>;
  seals(): Promise<SealingStanding & { readonly checkpoints: number; readonly sealed: number; readonly sealedAt: Instant | null }>;
}

/** What the process hands in: it alone chooses the adapters, and closes them after the API has closed. */
export interface ApiParts {
  readonly store: EventStore;
  /** The same as it is kept: personal texts sealed. */
  readonly record: EventStore;
  readonly vault: Vault;
  /** Whether this process may still write to the record. */
  readonly recordHealth: () => StoreHealth;
  /** How the record stands after restores from a backup. */
  readonly recovery: () => Promise<Recovery>;
  readonly readModels: ReadModels;
  /** What a command's digest is made with; SHA-256 when not given. */
  readonly digest?: Digest;
  readonly readModelsHealth: () => Promise<readonly ProjectionHealth[]>;
  readonly operators: OperatorParts;
  readonly desk: Desk;
  readonly now: () => Instant;
  readonly logger: Logger;
  /** Whether the clock's server answers; null when none is set. */
  readonly isClockReachable: (() => Promise<boolean>) | null;
  readonly settings: ApiSettings;
}

export const API_PARTS = Symbol('api parts');
