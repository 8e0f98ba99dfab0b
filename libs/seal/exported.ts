import { open } from 'node:fs/promises';
import { Fault } from '#kernel';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { parseNote } from './note.js';

/** More than any checkpoint with the signatures of many witnesses. */
const TAIL_BYTES = 64 * 1024;
const NOTE = /(?:[^\n]+\n)+\n(?:— [^\n]+\n)+/gu;

export interface ExportedCheckpoint extends Pick<Checkpoint, 'origin' | 'epoch' | 'size'> {
  readonly note: string;
}

/**
 * The newest, by epoch and size, of the checkpoints at the end of a file that they were exported to; undefined for a file that
 * is not there or holds none. What is no whole checkpoint, such as one whose writing was cut off, is passed over.
 */
export async function newestExported(path: string): Promise<ExportedCheckpoint | undefined> {
  const found = [...(await tailOf(path)).matchAll(NOTE)].flatMap(([note]) => checkpointIn(note));
  return found.reduce<ExportedCheckpoint | undefined>((newest, one) => (newest && (newest.epoch - one.epoch || newest.size - one.size) > 0 ? newest : one), undefined);
}

function checkpointIn(note: string): ExportedCheckpoint[] {
  try {
    return [{ ...parseCheckpoint(parseNote(note).text), note }];
  } catch (fault) {
    if (fault instanceof Fault) return [];
    throw fault;
  }
}

/** Fault `checkpoints-unreadable`. */
async function tailOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), 0, undefined, Math.max(0, size - TAIL_BYTES));
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new Fault('checkpoints-unreadable', { params: { file: path }, cause, tryNext: 'let this process read the file of SEAL_EXPORT_FILE: it tells whether an older copy of the database was put back' });
  }
}
