import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile } from 'node:fs/promises';
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
