import { open } from 'node:fs/promises';
import { Fault } from '#kernel';
import { checkpointsIn, type KeptCheckpoint } from './kept.js';

/** More than any checkpoint with the signatures of many witnesses. */
const TAIL_BYTES = 64 * 1024;

/**
 * The newest, by epoch and size, of the checkpoints at the end of a file that they were exported to; undefined for a file that
 * is not there or holds none.
 */
export async function newestExported(path: string): Promise<KeptCheckpoint | undefined> {
  const { checkpoints } = checkpointsIn(await tailOf(path));
  return checkpoints.reduce<KeptCheckpoint | undefined>((newest, one) => (newest && (newest.epoch - one.epoch || newest.size - one.size) > 0 ? newest : one), undefined);
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
