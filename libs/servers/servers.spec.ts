import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort, isAlive, isFree, startPostgres, startTemporal } from './index.js';
import { testDatabase, testTemporal } from '../testing/servers.js';

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `minqing-test-${process.pid}-`));
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps a server\'s safety', async () => {
    const database = await testDatabase();
    const settings = await ask(database.url, "select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as sync, current_setting('data_checksums') as sums, current_setting('listen_addresses') as listen, current_setting('server_version_num')::int / 10000 as major");
    await database.drop();
    expect(settings).toEqual({ fsync: 'on', pages: 'on', sync: 'on', sums: 'on', listen: '127.0.0.1', major: 18 });
  });

  it('finds its data again after a stop and after a kill, and lets only one server work on its folder', async () => {
    const first = await startPostgres({ dataDir: folder });
    await ask(first.url, 'create table kept as select 1 as n');
    expect((await stat(join(folder, 'superuser-password'))).mode & 0o777).toBe(0o600);
    await expect(startPostgres({ dataDir: folder })).rejects.toMatchObject({ code: 'data-folder-in-use', params: { pid: first.pid } });
    await first.stop();
    await expect(first.ended).resolves.toBe(0);

    const second = await startPostgres({ dataDir: folder });
    await ask(second.url, 'insert into kept values (2)');
    await second.kill();
    const third = await startPostgres({ dataDir: folder });
    expect(await ask(third.url, 'select count(*)::int as n from kept')).toEqual({ n: 2 });
    await third.stop();
  }, 60_000);

  it('names a taken port, and another version\'s folder', async () => {
    const port = await freePort();
    const other = await listenOn(port);
    expect(await isFree(port)).toBe(false);
    await expect(startPostgres({ dataDir: folder, port })).rejects.toMatchObject({ code: 'port-taken', params: { port } });
    other.close();

    const marker = join(folder, 'cluster', 'PG_VERSION');
    const version = await readFile(marker, 'utf8');
    await writeFile(marker, '17\n');
    await expect(startPostgres({ dataDir: folder })).rejects.toMatchObject({ code: 'data-folder-of-another-version', params: { found: '17', needed: '18' } });
    await writeFile(marker, version);
  });
});

describe('the embedded Temporal', () => {
  it('comes back on the same address and file after a kill, and lets only one server work on its file', async () => {
    const temporal = await testTemporal();
    const folder = await mkdtemp(join(tmpdir(), `minqing-test-${process.pid}-`));
    const dataFile = join(folder, 'temporal.db');
    const mine = await startTemporal({ dataFile });
    await expect(startTemporal({ dataFile })).rejects.toMatchObject({ code: 'data-folder-in-use', params: { pid: mine.pid } });
    await mine.stop();
    // SQLite writes 2 as the file's read and write version when it is in WAL mode.
    const header = await readFile(dataFile);
    expect([header[18], header[19]]).toEqual([2, 2]);
    await expect(startTemporal({ dataFile, port: Number(temporal.address.split(':')[1]) })).rejects.toMatchObject({ code: 'port-taken' });
    await rm(folder, { recursive: true, force: true });

    await temporal.kill();
    await temporal.start();
    await temporal.stop();
  }, 60_000);
});

describe('a server', () => {
  it('does not outlive the process that started it, even when that is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), `minqing-test-${process.pid}-`));
    const starter = spawn(process.execPath, ['--import', './test/global-setup/register.mjs', '--input-type=module', '-e', `
      const { ServerProcess } = await import('./libs/servers/child.ts');
      const server = await ServerProcess.start({ command: 'sleep', args: ['600'], logFile: ${JSON.stringify(join(folder, 'log'))} });
      console.log(server.pid);
      setInterval(() => undefined, 1000);
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(starter.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(() => process.kill(pid, 0)).not.toThrow();
    starter.kill('SIGKILL');
    for (let tries = 0; tries < 100 && isAlive(pid); tries++) await sleep(100);
    expect(isAlive(pid)).toBe(false);
    await rm(folder, { recursive: true, force: true });
  });
});
