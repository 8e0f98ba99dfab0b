import { migrate } from '#database';
import { MasterKeyFiles, MasterKeys, Tombstones, type Vault } from '#privacy';
import type pg from 'pg';
import { bury } from './bury.js';
import { openInstallation } from './installation.js';
import { MIGRATIONS } from './migrations.js';
import { PostgresVault } from './vault.js';

export { keyStates } from './key-states.js';
export { masterKeyUse, type MasterKeyUse } from './master-key-use.js';
export { prepareRotation, rotateMasterKey, type Rotation } from './rotation.js';

/**
 * Opens the keys of persons. The first process makes the master key's file, all others must have the same one. Faults:
 * `master-key-missing`, `master-key-malformed`, `master-key-wrong`, `master-key-elsewhere`, `secret-exposed`.
 */
export async function openPostgresVault(pool: pg.Pool, { masterKeyFile }: { readonly masterKeyFile: string }): Promise<Vault> {
  await prepareVault(pool);
  const files = new MasterKeyFiles(masterKeyFile);
  const masters = new MasterKeys(files);
  const { master, digestKey } = await openInstallation(pool, files, masters);
  const tombstones = new Tombstones(`${masterKeyFile}.erased`);
  await bury(pool, await tombstones.read());
  return new PostgresVault({ pool, masters, master, digestKey, tombstones });
}

/** The tables alone, for keys that are brought from elsewhere. */
export async function prepareVault(pool: pg.Pool): Promise<void> {
  await migrate(pool, 'privacy', MIGRATIONS);
}
