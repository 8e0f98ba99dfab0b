import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Fault } from '#kernel';
import { decrypt, encrypt, KEPT_MS, newKeyId, type KeyGone, type KeyState, type MasterKey, type MasterKeys, type PersonKey, type Tombstones, type Vault } from '#privacy';
import { bury } from './bury.js';
import { keyStates } from './key-states.js';
import { SharedKeyLook } from './shared-key-look.js';

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
  private readonly missed = new Set<string>();
  private ahead: PersonKey[] = [];
  private making: Promise<void> | undefined;
  private readonly looks: SharedKeyLook;
  private master: MasterKey;

  constructor(private readonly parts: VaultParts) {
    this.master = parts.master;
    this.looks = new SharedKeyLook((ids) => orUnavailable(keyStates(parts.pool, ids)));
  }

  get lost(): number {
    return this.missed.size;
  }

  async issue(count: number): Promise<readonly PersonKey[]> {
    while (this.ahead.length < count) await (this.making ??= this.makeAhead().finally(() => { this.making = undefined; }));
    return this.ahead.splice(0, count);
  }

  async confirm(keys: readonly PersonKey[]): Promise<void> {
    const states = await this.looks.of(keys.map(({ id }) => id));
    const lost = keys.filter(({ id }) => states.get(id) === 'lost');
    if (lost.length > 0) await this.keepAgain(lost);
  }

  async open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer | KeyGone>> {
    const wanted = [...ids];
    const found = new Map(wanted.filter((id) => this.isKept(id)).map((id) => [id, this.kept.get(id)!.secret]));
    const unknown = wanted.filter((id) => !found.has(id));
    if (unknown.length > 0) for (const [id, secret] of await this.fetch(unknown)) found.set(id, secret);
    return found;
  }

  async states(ids: Iterable<string>): Promise<ReadonlyMap<string, KeyState>> {
    const wanted = [...ids];
    const found = wanted.length === 0 ? new Map<string, KeyState>() : await this.looks.of(wanted);
    return new Map(wanted.map((id) => [id, found.get(id)!]));
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

  private async makeAhead(): Promise<void> {
    const made = Array.from({ length: ISSUED_AT_ONCE }, () => ({ id: newKeyId(), secret: randomBytes(SECRET_BYTES) }));
    await this.add(made);
    for (const { id, secret } of made) this.keep(id, secret);
    this.ahead.push(...made);
  }

  /** The table is older than this process: what else it has made ahead or read may be missing too, and what was destroyed may be back. */
  private async keepAgain(lost: readonly PersonKey[]): Promise<void> {
    this.ahead = [];
    this.kept.clear();
    await orUnavailable(bury(this.parts.pool, await this.parts.tombstones.read()));
    await this.add(lost);
  }

  /** Those that are not there yet. When another master key has come into force, it is learnt, and they are wrapped by that. */
  private async add(keys: readonly PersonKey[]): Promise<void> {
    while (!(await this.addBy(this.master, keys))) {
      const { rows: [installation] } = await this.query<{ master: string }>('select master from privacy.installation', []);
      this.master = await this.parts.masters.get(installation!.master);
    }
  }

  /** False, and none is added, when that master key is not in force. The row is held, so that no rotation comes in between. */
  private async addBy(master: MasterKey, keys: readonly PersonKey[]): Promise<boolean> {
    const { rowCount } = await this.query(
      `with in_force as (select master from privacy.installation where master = $3 for share), added as (
         insert into privacy.person_key (id, wrapped, master) select made.id, made.wrapped, in_force.master from unnest($1::text[], $2::bytea[]) made (id, wrapped) cross join in_force on conflict do nothing)
       select from in_force`,
      [keys.map(({ id }) => id), keys.map(({ id, secret }) => encrypt(master.secret, id, secret)), master.id],
    );
    return rowCount === 1;
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

  private query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>> {
    return orUnavailable(this.parts.pool.query<Row>(text, values));
  }

  private isKept(id: string): boolean {
    const kept = this.kept.get(id);
    return kept !== undefined && (kept.secret === 'destroyed' || kept.until > performance.now());
  }

  private keep(id: string, secret: Buffer | KeyGone): void {
    this.kept.delete(id);
    this.kept.set(id, { secret, until: performance.now() + KEPT_MS });
    if (secret === 'lost') this.missed.add(id);
    else this.missed.delete(id);
    // The page in hand may be as large: what was kept longest goes first, and one page never drives out its own.
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
  }
}

async function orUnavailable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw new Fault('store-unavailable', { params: { reason: 'database' }, transient: true, cause, tryNext: 'nothing was written; ask again' });
  }
}
