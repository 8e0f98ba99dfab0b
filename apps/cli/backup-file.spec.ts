import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readBackup, writeBackup } from './backup-file.js';
import { eventVersions, FORMAT } from './backup-manifest.js';

const MANIFEST = { backup: FORMAT, version: '1.0.0', at: '2026-10-05T01:00:00.000Z', position: 0, schemas: { events: eventVersions(), tables: {} } };
let folder: string;

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'minqing-backup-')); });
afterEach(() => rm(folder, { recursive: true }));

async function* lines() {
  yield { part: 'manifest', line: `${JSON.stringify(MANIFEST)}\n` };
}

it.each(['50%', 'a#b', 'what?', '備份 %41'])('a backup is written into a folder of any name, given in full or from here: %s', async (name) => {
  const inside = join(folder, name);
  await mkdir(inside);
  await writeBackup(join(inside, 'full.gz'), lines());
  await writeBackup(relative(process.cwd(), join(inside, 'from-here.gz')), lines());
  expect((await readdir(inside)).sort()).toEqual(['from-here.gz', 'full.gz']);
  for await (const part of readBackup(join(inside, 'full.gz'))) expect(part).toEqual({ manifest: MANIFEST });
});
