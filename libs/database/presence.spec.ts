import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { openPool, untilPresent } from '#database';
import { freePort, reachableFolder, startPostgres, type Postgres } from '#servers';
import type pg from 'pg';
import { testDatabase } from '../testing/servers.js';

let pool: pg.Pool | undefined;
afterEach(async () => {
  await pool?.end();
  pool = undefined;
});

describe('untilPresent', () => {
  it('says where it waits and why, and returns once the server has started', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'minqing-test-late-'));
    const port = await freePort();
    pool = openPool(`postgres://minqing:secret@127.0.0.1:${port}/minqing`);
    let server: Promise<Postgres> | undefined;
    const told: object[] = [];
    const ended = untilPresent(pool, { onWait: (facts) => {
      told.push(facts);
      server ??= reachableFolder(folder).then((dataDir) => startPostgres({ dataDir, port }));
    } }).catch((error: unknown) => error);
    // It is there: what refuses the made-up password is the server itself.
    await expect(ended).resolves.toMatchObject({ code: '28P01' });
    expect(told[0]).toEqual({ address: `127.0.0.1:${port}/minqing`, reason: expect.stringContaining('ECONNREFUSED'), leftMs: expect.any(Number) });
    await (await server)?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  it('gives up at last, and says what to do without telling the password', async () => {
    pool = openPool(`postgres://minqing:secret@127.0.0.1:${await freePort()}/minqing`);
    const fault: unknown = await untilPresent(pool, { patienceMs: 0 }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'database-unreachable', params: { address: expect.stringContaining('/minqing') }, message: expect.stringContaining('DATABASE_URL') });
    expect(String((fault as Error).message)).not.toContain('secret');
  });

  it('does not wait for what time does not mend', async () => {
    const database = await testDatabase();
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    pool = openPool(url.href);
    await expect(untilPresent(pool)).rejects.toMatchObject({ code: '3D000' });
    await database.drop();
  });

  it('stops when asked to', async () => {
    pool = openPool(`postgres://minqing@127.0.0.1:${await freePort()}/minqing`);
    const asked = new AbortController();
    await expect(untilPresent(pool, { signal: asked.signal, onWait: () => asked.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
