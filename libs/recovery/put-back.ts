import type { EventStore } from '#event-store';
import { Fault } from '#kernel';
import { newestExported, readOutside, type KeptCheckpoint, type Seals } from '#seal';
import { epochOf } from './epoch-of.js';
import type { RestoreMark } from './restore-mark.js';

export interface PutBackParts {
  readonly seals: Seals;
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>;
  readonly mark: RestoreMark;
}

/**
 * Marks a record like a restored one when the checkpoints that it handed out know of more than it holds, or of another one: an
 * older copy of the database was put back beneath the product. True when it did so. Reads the end of the file and, while all is
 * well, one checkpoint. Faults `checkpoints-of-another`, `checkpoints-unreadable`.
 */
export async function noticePutBack({ seals, store, mark }: PutBackParts, exportFile: string): Promise<boolean> {
  // Before the record is asked how far it goes: what was handed out was on record before.
  const newest = await newestExported(exportFile);
  if (!newest || await mark.read()) return false;
  const { origin } = await seals.state();
  if (newest.origin !== origin) {
    throw new Fault('checkpoints-of-another', { params: { file: exportFile, origin: newest.origin, here: origin }, tryNext: 'the file of SEAL_EXPORT_FILE belongs to another installation: restore its backup here, or name another file' });
  }
  const record = await store.lastPosition();
  if (newest.epoch < await epochOf(store) || await fits({ seals, store }, newest, record)) return false;
  return await mark.putBack(record);
}

async function fits({ seals, store }: Pick<PutBackParts, 'seals' | 'store'>, { note, size }: KeptCheckpoint, record: number): Promise<boolean> {
  if (size > record) return false;
  if ((await seals.upTo(size))?.note === note) return true;
  try {
    await readOutside({ seals, store }, note, record);
    return true;
  } catch (fault) {
    if (fault instanceof Fault && (fault.code === 'record-forked' || fault.code === 'checkpoint-foreign')) return false;
    throw fault;
  }
}
