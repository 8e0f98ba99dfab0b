import { link, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readOrMakeSecret, readSecret, syncFolder } from '#config';
import { Fault } from '#kernel';
import { masterKeyOf, newMasterKey, type MasterKey } from './master-key.js';

/** A master key that is at hand, and in which file. */
export interface FiledKey extends MasterKey {
  readonly file: string;
}

/**
 * The master key's file and those beside it: `.next` while a rotation is under way, and `.old-<id>` for each that was in
 * force before. Which of them is in force the database says. Faults `secret-exposed`, `master-key-malformed`.
 */
export class MasterKeyFiles {
  private readonly nextFile: string;

  constructor(readonly file: string) {
    this.nextFile = `${file}.next`;
  }

  /** Every key at hand by its id. */
  async all(): Promise<ReadonlyMap<string, FiledKey>> {
    const keys = await Promise.all([this.file, this.nextFile, ...await this.oldFiles()].map(keyIn));
    // The first of equal ones counts: a key that is in its place is not called an old one.
    return new Map(keys.flatMap((key) => (key ? [[key.id, key] as const] : [])).reverse());
  }

  current(): Promise<FiledKey | undefined> {
    return keyIn(this.file);
  }

  next(): Promise<FiledKey | undefined> {
    return keyIn(this.nextFile);
  }

  /** On disk when this resolves. Fault `master-key-missing` when it is not there and may not be made anew. */
  async readOrMake(mayMake: boolean): Promise<FiledKey> {
    if (mayMake) await readOrMakeSecret(this.file, newMasterKey);
    const key = await this.current();
    if (!key) throw new Fault('master-key-missing', { params: { file: this.file }, tryNext: 'put the copy of the master key back there, or name its file in MINQING_MASTER_KEY_FILE: without it no name and no text of this record can be read' });
    return key;
  }

  /** The key that is to be in force, beside the one that is; on disk when this resolves. Fault `master-key-folder-closed` when no file may be made there. */
  async readOrMakeNext(): Promise<FiledKey> {
    await readOrMakeSecret(this.nextFile, newMasterKey).catch((cause: unknown) => {
      if (!(cause instanceof Fault)) throw new Fault('master-key-folder-closed', { params: { folder: dirname(this.file) }, cause, tryNext: 'run it as the owner of the folder, or copy the master key to a folder that can be written to and name it in MINQING_MASTER_KEY_FILE' });
      throw cause;
    });
    return (await this.next())!;
  }

  /** Puts the key from `.next` in its place; the one from before stays beside as `.old-<id>`. At every moment both can be read. */
  async takeNext(): Promise<void> {
    if (!(await this.next())) return;
    const before = await this.current();
    if (before) await link(this.file, this.oldFile(before.id)).catch(unlessThere);
    await rename(this.nextFile, this.file);
    await syncFolder(dirname(this.file));
  }

  oldFile(id: string): string {
    return `${this.file}.old-${id}`;
  }

  private async oldFiles(): Promise<readonly string[]> {
    const folder = dirname(this.file);
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return []; throw error; });
    const start = `${basename(this.file)}.old-`;
    return names.filter((name) => name.startsWith(start)).map((name) => join(folder, name));
  }
}

async function keyIn(file: string): Promise<FiledKey | undefined> {
  const text = await readSecret(file);
  return text === undefined ? undefined : { ...masterKeyOf(text, file), file };
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
