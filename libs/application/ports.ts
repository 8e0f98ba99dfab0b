import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { ReadModels } from '#projections';

/** What an app hands in: it alone chooses the adapters. */
export interface ApplicationPorts {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly now: () => Instant;
}

/** The key under which handlers are given the ports. */
export const PORTS = Symbol('application ports');
