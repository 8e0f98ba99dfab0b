import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Fault } from '#kernel';
import { decrypt, encrypt, KEPT_MS, newKeyId, type KeyGone, type MasterKey, type MasterKeys, type PersonKey, type Tombstones, type Vault } from '#privacy';

/** Keys made ahead, so that a new person costs no round trip of its own. Those that a process leaves unused belong to nobody. */
const ISSUED_AT_ONCE = 256;
const MOST_KEPT = 50_000;
const SECRET_BYTES = 32;

interface Kept {
  readonly secret: Buffer | KeyGone;
  readonly until: number;
}

interface StoredKey {
  readonly id: string;
  /** Null: destroyed. */
  readonly wrapped: Buffer | null;
  readonly master: string;
}

interface VaultParts {
  readonly pool: pg.Pool;
  readonly masters: MasterKeys;
  /** The one in force. */
  readonly master: MasterKey;
  readonly digestKey: Buffer;
  readonly tombstones: Tombstones;
}

/** The vault over `privacy.person_key`. */
export class PostgresVault implements Vault {
  private readonly kept = new Map<string, Kept>();
  private ahead: PersonKey[] = [];
  private making: Promise<void> | undefined;

  private master: MasterKey;

  constructor(private readonly parts: VaultParts) {
    this.master = parts.master;
  }

  async issue(count: number): Promise<readonly PersonKey[]> {
    while (this.ahead.length < count) await (this.making ??= this.makeAhead().finally(() => { this.making = undefined; }));
    return this.ahead.splice(0, count);
  }

  async open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer | KeyGone>> {
    const wanted = [...ids];
    const found = new Map(wanted.filter((id) => this.isKept(id)).map((id) => [id, this.kept.get(id)!.secret]));
    const unknown = wanted.filter((id) => !found.has(id));
    if (unknown.length > 0) for (const [id, secret] of await this.fetch(unknown)) found.set(id, secret);
    return found;
  }

  async destroy(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    // First, so that no backup of the table brings back what was destroyed once.
    await this.parts.tombstones.add(ids);
    const { rowCount } = await this.query('update privacy.person_key set wrapped = null, destroyed_at = now() where id = any($1) and wrapped is not null', [ids]);
    for (const id of ids) this.keep(id, 'destroyed');
    return rowCount ?? 0;
  }

  digest(text: string): string {
    return createHmac('sha256', this.parts.digestKey).update(text).digest('hex');
  }

  /** Makes none when another master key has come into force, and learns it. The row is held, so that no rotation comes in between. */
  private async makeAhead(): Promise<void> {
    const made = Array.from({ length: ISSUED_AT_ONCE }, () => ({ id: newKeyId(), secret: randomBytes(SECRET_BYTES) }));
    const { rowCount } = await this.query(
      `with in_force as (select master from privacy.installation where master = $3 for share)
       insert into privacy.person_key (id, wrapped, master) select made.id, made.wrapped, in_force.master from unnest($1::text[], $2::bytea[]) made (id, wrapped) cross join in_force`,
      [made.map(({ id }) => id), made.map(({ id, secret }) => encrypt(this.master.secret, id, secret)), this.master.id],
    );
    if (rowCount === 0) {
      const { rows: [installation] } = await this.query<{ master: string }>('select master from privacy.installation', []);
      this.master = await this.parts.masters.get(installation!.master);
      return;
    }
    for (const { id, secret } of made) this.keep(id, secret);
    this.ahead.push(...made);
  }

  private async fetch(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | KeyGone>> {
    const { rows } = await this.query<StoredKey>('select id, wrapped, master from privacy.person_key where id = any($1)', [ids]);
    const stored = new Map(rows.map((row) => [row.id, row]));
    const found = new Map<string, Buffer | KeyGone>();
    for (const id of ids) found.set(id, await this.unwrapped(id, stored.get(id)));
    for (const [id, secret] of found) this.keep(id, secret);
    return found;
  }

  private async unwrapped(id: string, row: StoredKey | undefined): Promise<Buffer | KeyGone> {
    if (!row) return 'lost';
    return row.wrapped === null ? 'destroyed' : decrypt((await this.parts.masters.get(row.master)).secret, id, row.wrapped);
  }

  private async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>> {
    try {
      return await this.parts.pool.query<Row>(text, values);
    } catch (cause) {
      throw new Fault('store-unavailable', { params: { reason: 'database' }, transient: true, cause, tryNext: 'nothing was written; ask again' });
    }
  }

  private isKept(id: string): boolean {
    const kept = this.kept.get(id);
    return kept !== undefined && (kept.secret === 'destroyed' || kept.until > performance.now());
  }

  private keep(id: string, secret: Buffer | KeyGone): void {
    this.kept.delete(id);
    this.kept.set(id, { secret, until: performance.now() + KEPT_MS });
    // The page in hand may be as large: what was kept longest goes first, and one page never drives out its own.
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
  }
}
