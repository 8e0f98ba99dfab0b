import { migrate, type Migrations } from '#database';
import type { EventStore, RecordedEvent } from '#event-store';
import { Fault, type Instant } from '#kernel';
import { sql } from 'kysely';
import type pg from 'pg';

/** The schema `sample`: one row from before the first event of the sample campaign is written until its accounts are there. */
const MIGRATIONS: Migrations = {
  '0001-begun': {
    up: async (db) => {
      await sql`create table sample.begun (one boolean primary key default true check (one), at text not null)`.execute(db);
    },
  },
};

const PAGE = 1_000;
const IMPORTS: ReadonlySet<string> = new Set(['import-issue', 'import-reply']);
const LOCK_WAIT = '10s';
const LOCK_TIMED_OUT = '55P03';

type Readable = Pick<EventStore, 'readAll' | 'lastPosition'>;

/** The durable mark "sample begun, not finished". A loading that was ended in the middle goes on by it. */
export class SampleMark {
  private constructor(private readonly pool: pg.Pool) {}

  static async open(pool: pg.Pool): Promise<SampleMark> {
    await migrate(pool, 'sample', MIGRATIONS);
    return new SampleMark(pool);
  }

  /**
   * The moment that the sample was begun for, when the record holds a part of it and nothing else; undefined otherwise. What
   * others have written into meanwhile is no sample any more: the mark is taken away then, so that nothing is added to it.
   */
  async unfinishedIn(record: Readable): Promise<Instant | undefined> {
    const { rows: [begun] } = await this.pool.query<{ at: Instant }>('select at from sample.begun');
    if (!begun || await record.lastPosition() === 0) return undefined;
    for (let after = 0; ;) {
      const page = await record.readAll({ after, limit: PAGE });
      if (!page.every((event) => isOfSample(event, begun.at))) {
        await this.remove();
        return undefined;
      }
      if (page.length < PAGE) return begun.at;
      after = page.at(-1)!.position;
    }
  }

  /** For an empty record; one begun before that wrote nothing is begun anew. */
  async begin(at: Instant): Promise<void> {
    await this.pool.query('insert into sample.begun (at) values ($1) on conflict (one) do update set at = $1', [at]);
  }

  async remove(): Promise<void> {
    await this.pool.query('delete from sample.begun');
  }

  /** One loading at a time, in all processes. Waits for one that was just ended. Fault `sample-loading`. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    client.on('error', () => undefined);
    try {
      await client.query(`set lock_timeout = '${LOCK_WAIT}'`);
      await client.query(`select pg_advisory_lock(hashtextextended('minqing/sample', 0))`).catch((cause: unknown) => {
        if ((cause as { readonly code?: string }).code !== LOCK_TIMED_OUT) throw cause;
        throw new Fault('sample-loading', { cause, transient: true, tryNext: 'another process loads the sample: wait until it has ended' });
      });
      return await work();
    } finally {
      // The lock ends with the connection.
      client.release(true);
    }
  }
}

/**
 * The sample is lived through up to the moment that it was begun for, and written down after it. Whatever else writes (people,
 * the clock, operators, imports) does so for a later moment, but for matters of another system, which keep their times.
 */
function isOfSample({ at, recordedAt, command }: RecordedEvent, begun: Instant): boolean {
  return at <= begun && recordedAt >= begun && !IMPORTS.has(command.type);
}
