import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import type pg from 'pg';
import { Announcer } from './announce.js';
import { buildAsked } from './asked.js';
import { Feed } from './feed.js';
import { follow, type ProjectorLog } from './follower.js';
import { describe } from './poison.js';
import { rebuild } from './rebuild.js';
import { openSinks } from './sinks.js';
import { Together } from './together.js';
import { turns } from './turns.js';

export interface ProjectorParts {
  /** Must allow one connection a read model and five more. */
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly log: ProjectorLog;
  /** How long before a read model that failed or waits for another process tries again; 1,000 when not given. */
  readonly againMs?: number;
}

/** Keeps all read models up to the log, so that what stops one stops no other, and builds beside them what is asked for. `prepareReadModels` must have run. */
export class Projector {
  private readonly end = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ProjectorParts) {}

  start(): void {
    const { pool, store, log, againMs = 1000 } = this.parts;
    const { signal } = this.end;
    const feed = new Feed(store);
    const announcer = new Announcer(pool);
    const together = new Together(log);
    const progress = catchUpLog(store, log);
    // One rebuild at a time: each holds its rows in memory, and connections that the others need.
    const inTurn = turns();
    const followers = openSinks(store).map((sink) => follow({
      pool, feed, sink, together, log, againMs,
      moved: (name, position) => {
        announcer.announce();
        progress(name, position);
      },
      rebuild: (name) => inTurn(async () => {
        await rebuild({ pool, store }, name, 'projector', ({ stage, done, total }) => log.info({ projection: name, stage, done, total }, 'rebuilding a read model'));
      }),
    }, signal));
    this.running = Promise.all([keepReading(feed, log, againMs, signal), buildAsked({ pool, store, log, againMs, inTurn }, signal), ...followers]).then(() => announcer.idle());
  }

  /** Resolves after the pages in hand are committed and all connections are back. */
  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }
}

async function keepReading(feed: Feed, log: ProjectorLog, againMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await feed.run(signal).catch((error: unknown) => log.error({ error: describe(error) }, 'the log cannot be followed, trying again'));
    await sleep(againMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Behind by more than this is catching up, and worth a line now and then. */
const BEHIND = 10_000;

function catchUpLog(store: EventStore, log: ProjectorLog): (name: string, position: number) => void {
  const next = new Map<string, number>();
  return (name, position) => {
    if (position < (next.get(name) ?? BEHIND)) return;
    next.set(name, position + BEHIND);
    void store.lastPosition().then((last) => {
      if (last - position > BEHIND) log.info({ projection: name, position, last }, 'read model catches up');
    }, () => undefined);
  };
}
