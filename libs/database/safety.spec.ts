import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openPool, refuseUnsafe } from '#database';
import { startPostgres, type Postgres } from '#servers';
import type pg from 'pg';

/** A server of the test's own: its settings are spoiled. */
let dataDir: string;
let server: Postgres;
let pool: pg.Pool;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'minqing-unsafe-'));
  // PostgreSQL runs under an account of its own.
  await chmod(dataDir, 0o755);
  server = await startPostgres({ dataDir });
  pool = openPool(server.url);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

it('takes a server with its settings as they come', async () => {
  await expect(refuseUnsafe(pool)).resolves.toBeUndefined();
});

it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('refuses a server with %s off, and says so', async (setting) => {
  await change(setting, 'off');
  await expect(refuseUnsafe(pool)).rejects.toMatchObject({ code: 'database-unsafe', params: { settings: setting } });
  await change(setting, 'on');
  await expect(refuseUnsafe(pool)).resolves.toBeUndefined();
});

it('refuses a database that cannot keep every text', async () => {
  await pool.query(`create database ascii encoding 'SQL_ASCII' locale 'C' template template0`);
  const ascii = openPool(server.url.replace(/\/[^/]*$/, '/ascii'));
  await expect(refuseUnsafe(ascii)).rejects.toMatchObject({ code: 'database-unsafe', params: { settings: 'server_encoding' } });
  await ascii.end();
});

async function change(setting: string, value: string): Promise<void> {
  await pool.query(`alter system set ${setting} = ${value}`);
  await pool.query('select pg_reload_conf()');
  for (;;) {
    const { rows } = await pool.query<{ setting: string }>('select setting from pg_settings where name = $1', [setting]);
    if (rows[0]?.setting === value) return;
    await delay(20);
  }
}
