import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder on a disk of its own with this much room, such as `2m`; null, and said aloud, where this process may mount none. */
export function smallDisk(what: string, room: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), `minqing-test-${process.pid}-`));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${room},mode=0777`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    console.warn(`SKIPPED: ${what}: only root may mount the small disk that it needs`);
    return null;
  }
}

export function takeOff(disk: string): void {
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
}
