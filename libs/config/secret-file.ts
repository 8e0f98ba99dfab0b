import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#kernel';

/** May not be set: reading by everyone, writing by the group or everyone. */
const TOO_OPEN = 0o027;

/** The text of a file that holds a secret; undefined when there is none. Fault `secret-exposed` when others may read it. */
export async function readSecret(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return undefined; throw error; });
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & TOO_OPEN) !== 0) throw new Fault('secret-exposed', { params: { file: path }, tryNext: `chmod 600 ${path}; if others could read it, rotate the key afterwards` });
  return text;
}

/** The secret that is there, or a new one. Of several processes that do so at once one makes it, all have it. */
export async function readOrMakeSecret(path: string, make: () => string): Promise<string> {
  const given = await readSecret(path);
  if (given !== undefined) return given;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const made = `${path}.${randomUUID()}`;
  await writeSecret(made, make());
  // A link, unlike a rename, does not replace a file that is there, and what it shows is whole.
  await link(made, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  await rm(made);
  await syncFolder(dirname(path));
  return (await readSecret(path))!;
}

/** A new file, readable by its owner alone and on disk when this resolves. */
export async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names in a folder are on disk when this resolves. Windows keeps them by itself, and opens no folder. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
