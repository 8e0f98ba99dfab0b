import { MasterKeyFiles } from '#privacy';
import type pg from 'pg';
import { masterInForce } from './installation.js';

/** A master key that is at hand or that something is wrapped by. */
export interface MasterKeyUse {
  readonly id: string;
  readonly inForce: boolean;
  /** How many keys of persons are wrapped by it, those made ahead included. */
  readonly keys: number;
  /** Null: it is not at hand, and what it wraps cannot be read. */
  readonly file: string | null;
}

/** Nothing secret. The one in force comes first. */
export async function masterKeyUse(pool: pg.Pool, { masterKeyFile }: { readonly masterKeyFile: string }): Promise<{ readonly masters: readonly MasterKeyUse[]; readonly destroyed: number }> {
  const atHand = await new MasterKeyFiles(masterKeyFile).all();
  const inForce = await masterInForce(pool);
  const { rows } = await pool.query<{ id: string | null; keys: number }>('select case when wrapped is not null then master end as id, count(*) as keys from privacy.person_key group by 1 order by 1');
  const keys = new Map(rows.map((row) => [row.id, row.keys]));
  const ids = new Set([inForce, ...atHand.keys(), ...rows.flatMap(({ id }) => id ?? [])]);
  return {
    masters: [...ids].map((id) => ({ id, inForce: id === inForce, keys: keys.get(id) ?? 0, file: atHand.get(id)?.file ?? null })),
    destroyed: keys.get(null) ?? 0,
  };
}
