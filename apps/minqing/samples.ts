import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#config';
import { openPool } from '#database';
import { Fault } from '#kernel';
import { openStore } from '../open-store.js';
import { builtScript } from './stack.js';

export async function recordIsEmpty(config: Config, databaseUrl: string): Promise<boolean> {
  const pool = openPool(databaseUrl, { name: 'minqing-start' });
  try {
    const store = await openStore(config, pool);
    return await store.lastPosition().finally(() => store.close()) === 0;
  } finally {
    await pool.end();
  }
}

/** The command line loads the sample campaign and writes the accounts' passwords to sign-in.txt. Throws Fault samples-not-loaded. */
export async function loadSamples(env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', builtScript('cli'), 'sample'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  const keep = (chunk: Buffer): void => { said = (said + chunk.toString()).slice(-4_000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new Fault('samples-not-loaded', { params: { code: code ?? 'killed' }, tryNext: `Start with MINQING_SAMPLES=false to go on without them. The command line said:\n${said.trim()}` });
}

/** The accounts that may sign in after the samples were loaded; empty when they were not, or when the file was removed. */
export async function signInNotes(home: string): Promise<{ readonly file: string; readonly text: string }> {
  const file = join(home, 'sign-in.txt');
  return { file, text: (await readFile(file, 'utf8').catch(() => '')).trimEnd() };
}
