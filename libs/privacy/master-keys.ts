import { Fault } from '#kernel';
import type { MasterKeyFiles } from './master-key-files.js';
import type { MasterKey } from './master-key.js';

/** The master keys that a process has read. An id that it does not know makes it read the files anew: so it learns of a rotation. */
export class MasterKeys {
  private known: ReadonlyMap<string, MasterKey> = new Map();

  constructor(private readonly files: MasterKeyFiles) {}

  /** Fault `master-key-elsewhere` when it is not at hand. */
  async get(id: string): Promise<MasterKey> {
    if (!this.known.has(id)) this.known = await this.files.all();
    const key = this.known.get(id);
    if (key) return key;
    const { file } = this.files;
    if (this.known.size === 0) throw new Fault('master-key-missing', { params: { file }, tryNext: 'put the copy of the master key back there, or name its file in MINQING_MASTER_KEY_FILE: without it no name and no text of this record can be read' });
    throw new Fault('master-key-elsewhere', { params: { file, id }, tryNext: `keys of this record are wrapped by the master key ${id}: put its copy at ${this.files.oldFile(id)}, or name its file in MINQING_MASTER_KEY_FILE` });
  }
}
