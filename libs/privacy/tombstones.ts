import { open, readFile } from 'node:fs/promises';

/**
 * The ids of destroyed keys, a line each, in a file beside the master key: a table of keys that is restored from a backup
 * brings back none of them. The file says nothing of anybody; lost, it only lets an old backup be read by the master key again.
 */
export class Tombstones {
  constructor(private readonly file: string) {}

  async read(): Promise<ReadonlySet<string>> {
    const text = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return ''; throw error; });
    return new Set(text.split('\n').filter((id) => id !== ''));
  }

  /** On disk when this resolves. */
  async add(ids: readonly string[]): Promise<void> {
    const file = await open(this.file, 'a', 0o600);
    try {
      await file.writeFile(ids.map((id) => `${id}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
