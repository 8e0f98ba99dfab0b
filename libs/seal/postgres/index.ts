import { migrate, withTransaction } from '#database';
import type { Delivery, SealingStanding, SealMark, Seals, SealState, SealTurn, StoredCheckpoint, WitnessStanding } from '#seal';
import type pg from 'pg';
import { MIGRATIONS } from './migrations.js';

/** Opens the seals, their schema brought to the newest form. */
export async function openPostgresSeals(pool: pg.Pool): Promise<Seals> {
  await migrate(pool, 'seal', MIGRATIONS);
  return new PostgresSeals(pool);
}

const STATE = `
  select origin, array(select note from seal.key order by number) as keys, last.number, last.size, last.note, last.edge
  from seal.installation left join (select * from seal.checkpoint order by number desc limit 1) last on true`;

type StateRow = { readonly origin: string; readonly keys: readonly string[] } & (StoredCheckpoint | { readonly number: null });

class PostgresSeals implements Seals {
  constructor(private readonly pool: pg.Pool) {}

  async state(): Promise<SealState> {
    const { rows: [row] } = await this.pool.query<StateRow>(STATE);
    const { origin, keys, ...last } = row!;
    return { origin, keys, last: last.number === null ? undefined : last };
  }

  async append(after: SealMark, checkpoints: readonly StoredCheckpoint[]): Promise<boolean> {
    return this.whileAt(after, async (client) => {
      await client.query('insert into seal.checkpoint (number, size, note, edge) select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[])', [
        checkpoints.map(({ number }) => number), checkpoints.map(({ size }) => size), checkpoints.map(({ note }) => note), checkpoints.map(({ edge }) => edge),
      ]);
    });
  }

  async addKeys(after: SealMark, notes: readonly string[]): Promise<boolean> {
    return this.whileAt(after, async (client) => {
      await client.query('insert into seal.key (number, note) select $1 + place, note from unnest($2::text[]) with ordinality as added (note, place)', [after.keys, notes]);
    });
  }

  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query(`select pg_advisory_lock(hashtextextended('minqing/seal-key', 0))`);
      return await work();
    } finally {
      // The connection's end would give the lock back too, but a moment later than the caller goes on.
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
      client.release(true);
    }
  }

  async checkpoints({ after, limit }: { after: number; limit: number }): Promise<readonly StoredCheckpoint[]> {
    const { rows } = await this.pool.query<StoredCheckpoint>('select number, size, note, edge from seal.checkpoint where number > $1 order by number limit $2', [after, limit]);
    return rows;
  }

  async upTo(size: number): Promise<StoredCheckpoint | undefined> {
    const { rows: [found] } = await this.pool.query<StoredCheckpoint>('select number, size, note, edge from seal.checkpoint where size <= $1 order by size desc limit 1', [size]);
    return found;
  }

  async delivery(witness: string): Promise<Delivery> {
    const { rows: [found] } = await this.pool.query<Delivery>('select size, failure from seal.delivery where witness = $1', [witness]);
    return found ?? { size: 0, failure: null };
  }

  async noteDelivery(witness: string, { size, failure }: Delivery): Promise<void> {
    await this.pool.query(
      'insert into seal.delivery (witness, size, failure) values ($1, $2, $3) on conflict (witness) do update set size = excluded.size, failure = excluded.failure, at = now()',
      [witness, size, failure],
    );
  }

  async noteTurn({ at, failure, witnesses }: SealTurn): Promise<void> {
    await this.pool.query(
      'insert into seal.turn (at, failure, witnesses) values ($1, $2, $3) on conflict (one) do update set at = excluded.at, failure = excluded.failure, witnesses = excluded.witnesses',
      [at, failure, witnesses],
    );
  }

  async standing(): Promise<SealingStanding> {
    const { rows: [turn] } = await this.pool.query<SealTurn>('select at, failure, witnesses from seal.turn');
    const { rows: witnesses } = await this.pool.query<WitnessStanding>('select witness, size, failure, at from seal.delivery where witness = any($1) order by witness', [turn?.witnesses ?? []]);
    return { turn, witnesses };
  }

  /** The work in a transaction that nobody adds to meanwhile, if nobody has since `after`. */
  private async whileAt(after: SealMark, work: (client: pg.PoolClient) => Promise<void>): Promise<boolean> {
    return withTransaction(this.pool, async (client) => {
      await client.query('select 1 from seal.installation for update');
      const { rows: [at] } = await client.query<SealMark>('select (select count(*)::integer from seal.key) as keys, coalesce((select max(number) from seal.checkpoint), 0) as checkpoints');
      if (at!.keys !== after.keys || at!.checkpoints !== after.checkpoints) return false;
      await work(client);
      return true;
    });
  }
}
