import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#database';
import { testDatabase } from '../../libs/testing/servers.js';
import { loadSample } from '../../apps/cli/commands/sample.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { openOffice } from './office.js';

/** What lies beside the database in the folder of an installation. */
const FILES = ['master-key', 'sign-in.txt'];

/**
 * A database with the sample campaign, and the folder that belongs to it. The sample is lived through once for all suites
 * on the run's PostgreSQL; each gets a copy of its own.
 */
export async function sampleCampaign(): Promise<{ readonly url: string; readonly home: string; drop(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'minqing-browser-'));
  const database = await testDatabase({ copyOf: { name: 'sample_campaign', fill } });
  const pool = openPool(database.url, { max: 1 });
  const { rows } = await pool.query<{ name: string; content: Buffer }>('select name, content from public.home_file');
  for (const { name, content } of rows) await writeFile(join(home, name), content, { mode: 0o600 });
  await pool.query('drop table public.home_file');
  await pool.end();
  return {
    url: database.url, home,
    async drop() {
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}

async function fill(url: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'minqing-browser-'));
  const office = await openOffice(url, home);
  try {
    await loadSample(office.context, new Terminal('zh-Hant', true));
    await office.pool.query('create table public.home_file (name text primary key, content bytea not null)');
    for (const name of FILES) await office.pool.query('insert into public.home_file values ($1, $2)', [name, await readFile(join(home, name))]);
  } finally {
    await office.close();
    await rm(home, { recursive: true });
  }
}
