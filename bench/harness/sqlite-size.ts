import { readFile, stat } from 'node:fs/promises';

const HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Bytes of a SQLite database in WAL mode, as many as it has once all of its log is taken over: the pages of its last commit.
 * Temporal leaves a log behind when it stops. Layout: https://www.sqlite.org/fileformat2.html, section 4.
 */
export async function sqliteSize(file: string): Promise<number> {
  const { size } = await stat(file);
  const log = await readFile(`${file}-wal`).catch(() => Buffer.alloc(0));
  if (log.length < HEADER) return size;
  const pageSize = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let pages = 0;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= log.length; at += FRAME_HEADER + pageSize) {
    // What an earlier use of the log has left there.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    pages = log.readUInt32BE(at + 4) || pages;
  }
  return pages === 0 ? size : pages * pageSize;
}
