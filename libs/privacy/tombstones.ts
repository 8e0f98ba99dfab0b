import { open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '#config';

/** At the end of its line: what is left before it of a write that was torn is no part of it. */
const ID = /[\w-]{22}$/gm;

/**
 * The ids of destroyed keys, a line each, in a file beside the master key: a table of keys that is restored from a backup
 * brings back none of them. The file says nothing of anybody; lost, it only lets an old backup be read by the master key again.
 */
export class Tombstones {
  constructor(private readonly file: string) {}

  async read(): Promise<ReadonlySet<string>> {
    const text = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return ''; throw error; });
    return new Set(text.match(ID) ?? []);
  }

  /** On disk when this resolves. */
  async add(ids: readonly string[]): Promise<void> {
    const file = await open(this.file, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      await file.writeFile(`${await isTorn(file, size) ? '\n' : ''}${ids.map((id) => `${id}\n`).join('')}`);
      await file.sync();
      if (size === 0) await syncFolder(dirname(this.file));
    } finally {
      await file.close();
    }
  }
}

/** A write that was cut short has left no end of its line. */
async function isTorn(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString('latin1') !== '\n';
}
