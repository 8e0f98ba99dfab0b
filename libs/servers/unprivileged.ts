import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '#kernel';

const run = promisify(execFile);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; it then runs as the system's `postgres` account, made when there is none. `null`: we are not root. */
export async function databaseAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await lookUp('postgres');
  if (existing) return existing;
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
    .catch(() => run('adduser', ['-S', '-D', '-H', 'postgres']))
    .catch((cause: unknown) => { throw noAccount(cause); });
  const made = await lookUp('postgres');
  if (!made) throw noAccount(undefined);
  return made;
}

function noAccount(cause: unknown): Fault {
  return new Fault('postgres-needs-an-account', {
    cause,
    tryNext: 'PostgreSQL does not run as root. Start as another user, or make the account `postgres`, or set DATABASE_URL to a server of yours.',
  });
}

async function lookUp(name: string): Promise<Account | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd.split('\n').find((line) => line.startsWith(`${name}:`))?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

/** A folder of the account's own, closed to everyone else. */
export async function ownFolder(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
}

/** The folder itself, or, when we are root and the database's account may not enter it (as under /root), one of its own under /var/lib. */
export async function reachableFolder(folder: string): Promise<string> {
  const account = await databaseAccount();
  if (!account) return folder;
  await mkdir(folder, { recursive: true });
  if (await mayEnter(folder, account)) return folder;
  return join('/var/lib/minqing', createHash('sha256').update(folder).digest('hex').slice(0, 12));
}

/** Whether every folder on the way is open to the account. */
export async function mayEnter(path: string, account: Account): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
