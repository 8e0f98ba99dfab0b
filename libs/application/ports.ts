import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { Digest } from './digest.js';
import type { ReadModels } from '#projections';

/** What an app hands in: it alone chooses the adapters. */
export interface ApplicationPorts {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  /** What a command's digest is made with; SHA-256 when not given. */
  readonly digest?: Digest;
  readonly now: () => Instant;
}

/** The key under which handlers are given the ports. */
export const PORTS = Symbol('application ports');
