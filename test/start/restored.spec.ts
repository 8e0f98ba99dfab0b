import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#database';
import { openPostgresStore } from '#event-store/postgres';
import { RestoreMark } from '#recovery';
import { findTemporal, freePort, reachableFolder, startPostgres } from '#servers';
import { backUp } from '../../apps/cli/commands/backup.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { restore } from '../../apps/cli/commands/restore.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli } from '../cli/open.js';
import { Start } from './begin.js';

const quiet = new Terminal('en', true);

/** A data folder as `minqing restore` leaves it: all but the declaration. */
async function restoredHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'minqing-restored-'));
  const cli = await openCli();
  await importInto(cli.context, quiet, 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  await backUp(cli.context, join(home, 'backup.gz'), { update() {}, stop() {} });
  await cp(cli.context.config.masterKeyFile, join(home, 'master-key'));
  await cli.close();
  await withRecord(home, async (pool) => {
    const record = await openPostgresStore({ pool });
    await restore({ pool, record }, join(home, 'backup.gz'), quiet);
    await record.close();
  });
  return home;
}

async function withRecord(home: string, work: (pool: ReturnType<typeof openPool>) => Promise<unknown>): Promise<void> {
  const server = await startPostgres({ dataDir: await reachableFolder(join(home, 'postgres')) });
  const pool = openPool(server.url, { name: 'restored-spec' });
  await work(pool);
  await pool.end();
  await server.stop();
}

it('npm start on a restored record says at once what has to be declared and how, is read meanwhile, and goes on after it', async () => {
  const home = await restoredHome();
  const port = await freePort();
  const environment = { MINQING_LOCALE: 'en', MINQING_HOME: home, MINQING_PORT: String(port), TEMPORAL_CLI: await findTemporal() };
  try {
    const start = Start.begin(environment);
    await start.says('to be read only');
    const command = `MINQING_HOME=${home} npm run minqing -- declare-gap --no-checkpoint --reason "…"`;
    expect(start.said).toContain(command);
    expect(start.said).not.toContain('Minqing is ready');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);

    const { NODE_OPTIONS: _, ...env } = process.env;
    const declaring = spawn('/bin/sh', ['-c', command], { env: { ...env, ...environment }, stdio: 'ignore' });
    expect(await once(declaring, 'exit')).toEqual([0, null]);
    await start.says('The gap is declared');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect(await start.interrupt()).toBe(0);

    await withRecord(home, async (pool) => (await RestoreMark.open(pool)).begin());
    const broken = Start.begin(environment);
    expect(await once(broken.child, 'exit')).toEqual([1, null]);
    expect(broken.said).toContain(`MINQING_HOME=${home} npm run minqing -- restore FILE`);
    expect(broken.said).not.toContain('Waiting until the services');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}, 300_000);
