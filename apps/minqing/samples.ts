import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#config';
import { openPool } from '#database';
import type { LogStore } from '#event-store';
import { anyAccount } from '#identity';
import { Fault } from '#kernel';
import { openStore } from '../open-store.js';
import { SampleMark } from '../sample-mark.js';
import { builtScript } from './stack.js';

/** Whether the record is empty, or holds a sample whose loading was ended in the middle and nothing else. */
export async function awaitsSample(config: Config, databaseUrl: string): Promise<boolean> {
  const pool = openPool(databaseUrl, { name: 'minqing-start' });
  try {
    const store = await openStore(config, pool);
    const mark = await SampleMark.open(pool);
    return await isAwaited(store, mark).finally(() => store.close());
  } finally {
    await pool.end();
  }
}

async function isAwaited(store: LogStore, mark: SampleMark): Promise<boolean> {
  return await store.lastPosition() === 0 || await mark.unfinishedIn(store) !== undefined;
}

/** The command line loads the sample campaign and writes the accounts' passwords to sign-in.txt; the signal ends it. Throws Fault samples-not-loaded. */
export async function loadSamples(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', builtScript('cli'), 'sample'], { stdio: ['ignore', 'pipe', 'pipe'], env, signal });
  let said = '';
  const keep = (chunk: Buffer): void => { said = (said + chunk.toString()).slice(-4_000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new Fault('samples-not-loaded', { params: { code: code ?? 'killed', said: said.trim() }, tryNext: 'Start with MINQING_SAMPLES=false to go on without them.' });
}

/** Whether anybody can sign in. */
export async function hasAccount(databaseUrl: string): Promise<boolean> {
  const pool = openPool(databaseUrl, { max: 1, name: 'minqing-start' });
  try {
    return await anyAccount(pool);
  } finally {
    await pool.end();
  }
}

/** The accounts that may sign in after the samples were loaded; empty when they were not, or when the file was removed. */
export async function signInNotes(home: string): Promise<{ readonly file: string; readonly text: string }> {
  const file = join(home, 'sign-in.txt');
  return { file, text: (await readFile(file, 'utf8').catch(() => '')).trimEnd() };
}
