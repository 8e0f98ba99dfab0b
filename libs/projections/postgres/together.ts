import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { moveCheckpoints } from './checkpoint.js';
import { applyPage } from './page.js';
import { describe } from './poison.js';
import { take, type Follower } from './take.js';

/** The live set of tables of a read model, whose checkpoint has this version. */
export interface LiveFollower extends Follower {
  readonly version: number;
}

interface Asked {
  readonly client: pg.ClientBase;
  readonly follower: LiveFollower;
  readonly from: number;
  readonly events: readonly RecordedEvent[];
  readonly answer: (position: number | null | Promise<number | null>) => void;
}

/** A longer page is much work and few commits: then each read model works on its own connection, beside the others. */
const SHORT = 100;
/** How long the others wait for one that is behind, so that all go on together. */
const PATIENCE_MS = 50;

/**
 * Takes the short pages of a process's read models: those that stand at the same event take it in one transaction, which spares most of the
 * statements and all commits but one. Should that fail for any reason, each takes the page alone: what stops one of them stops no other.
 */
export class Together {
  private waiting: Asked[] = [];
  private running = false;
  private failing = false;

  constructor(private readonly log: { info(facts: Readonly<Record<string, string | number>>, message: string): void }) {}

  /** As `take`, but perhaps fewer events than were given. */
  take(client: pg.ClientBase, follower: LiveFollower, from: number, events: readonly RecordedEvent[]): Promise<number | null> {
    if (events.length > SHORT) return take(client, follower, from, events);
    return new Promise((answer) => {
      this.waiting.push({ client, follower, from, events, answer });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      // Whoever hears of the same events asks for them within the same turn.
      await nextTurn();
      const from = Math.min(...this.waiting.map((asked) => asked.from));
      const behind = this.waiting.filter((asked) => asked.from === from);
      const ahead = this.waiting.filter((asked) => asked.from !== from);
      this.waiting = ahead;
      // Only to where the next ones stand: from there on they go together.
      const to = Math.min(...behind.map(({ events }) => events.at(-1)!.position), ...ahead.map((asked) => asked.from));
      const { events } = behind[0]!;
      const page = events.filter(({ position }) => position <= to);
      // Empty only where the record has a hole.
      await this.takeOver(behind, from, page.length > 0 ? page : events);
    }
    this.running = false;
  }

  private async takeOver(asking: readonly Asked[], from: number, events: readonly RecordedEvent[]): Promise<void> {
    if (asking.length > 1 && await this.isCommitted(asking, from, events)) return;
    const each = asking.map(({ client, follower, answer }) => {
      const taken = take(client, follower, from, events);
      answer(taken);
      return taken;
    });
    const over = new AbortController();
    await Promise.race([Promise.allSettled(each), sleep(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
  }

  /** What keeps them apart is told once: most of it comes again, with its name, when each takes the page alone. */
  private async isCommitted(asking: readonly Asked[], from: number, events: readonly RecordedEvent[]): Promise<boolean> {
    try {
      const committed = await commitTogether(asking, from, events);
      this.failing &&= !committed;
      return committed;
    } catch (error) {
      if (!this.failing) this.log.info({ position: from, error: describe(error) }, 'the read models could not take a page together, each takes it alone');
      this.failing = true;
      return false;
    }
  }
}

/** Answers all, or none: then nothing is written. */
async function commitTogether(asking: readonly Asked[], from: number, events: readonly RecordedEvent[]): Promise<boolean> {
  const to = events.at(-1)!.position;
  const followers = asking.map(({ follower }) => follower);
  const { client } = asking[0]!;
  try {
    await client.query('begin');
    if (!await moveCheckpoints(client, followers.map(({ sink, version }) => ({ name: sink.projection.name, version })), from, to)) {
      await client.query('rollback');
      return false;
    }
    for (const { sink, suffix } of followers) await applyPage(client, sink, events, suffix);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  for (const { answer, follower } of asking) {
    follower.moved(to);
    answer(to);
  }
  return true;
}
