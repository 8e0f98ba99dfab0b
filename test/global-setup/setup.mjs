import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import './register.mjs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = /^minqing-test-(\d+)-/;

/** One PostgreSQL for the whole run, on a temporary folder; its address goes to the suites by an environment variable. */
export default async function setup() {
  await sweep();
  const { startPostgres } = await import('../../libs/servers/postgres.ts');
  const folder = await mkdtemp(join(tmpdir(), `minqing-test-${process.pid}-`));
  await chmod(folder, 0o755);
  const server = await startPostgres({ dataDir: folder });
  process.env.TEST_POSTGRES_URL = server.url;
  globalThis.minqingTestServers = { server, folder };
}

/** Removes what a run that was killed left behind; its servers ended with it. */
async function sweep() {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1]);
    if (pid && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
