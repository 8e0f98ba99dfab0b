import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '#config';
import { openPool } from '#database';
import { Fault } from '#kernel';
import { RestoreMark, type Restore } from '#recovery';

/** The restore whose gap is not declared. Fault `restore-unfinished` when the record is not whole: nothing may run on it. */
export async function restoreOf({ home }: Config, databaseUrl: string): Promise<Restore | undefined> {
  const pool = openPool(databaseUrl, { max: 1, name: 'minqing-start' });
  try {
    const restore = await (await RestoreMark.open(pool)).read();
    if (restore?.position === null) throw new Fault('restore-unfinished', { params: { command: commandFor(home, 'restore FILE') } });
    return restore;
  } finally {
    await pool.end();
  }
}

/** What declares the gap, as it is typed in another terminal: by the checkpoints kept outside, where this machine knows of them. */
export function declareCommands({ home, seal: { exportFile } }: Config): readonly string[] {
  const known = exportFile !== null && existsSync(exportFile);
  return [
    commandFor(home, `declare-gap --checkpoint ${known ? quoted(exportFile) : 'FILE'} --reason "…"`),
    ...(known ? [] : [commandFor(home, 'declare-gap --no-checkpoint --reason "…"')]),
  ];
}

/** With the data folder, where it is not the usual one. */
export function commandFor(home: string, command: string): string {
  return `${home === resolve('.minqing') ? '' : `MINQING_HOME=${quoted(home)} `}npm run minqing -- ${command}`;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
