import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyId } from './sealed-text.js';
import { Tombstones } from './tombstones.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-tombstones-'));
  file = join(folder, 'master-key.erased');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the ids of destroyed keys', () => {
  it('are a line each, in a file that its owner alone reads', async () => {
    const ids = [newKeyId(), newKeyId(), newKeyId()];
    await new Tombstones(file).add(ids.slice(0, 2));
    await new Tombstones(file).add(ids.slice(2));
    expect(await readFile(file, 'utf8')).toBe(`${ids.join('\n')}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await new Tombstones(file).read()).toEqual(new Set(ids));
  });

  it('are told apart from one whose write was torn before, and tell of none that is not whole', async () => {
    const [torn, again] = [newKeyId(), newKeyId()];
    await writeFile(file, torn.slice(0, 9));
    expect((await new Tombstones(file).read()).size).toBe(0);
    await new Tombstones(file).add([torn, again]);
    expect(await readFile(file, 'utf8')).toBe(`${torn.slice(0, 9)}\n${torn}\n${again}\n`);
    expect(await new Tombstones(file).read()).toEqual(new Set([torn, again]));
  });

  it('are found also where an earlier release wrote them behind what was torn', async () => {
    const [torn, whole] = [newKeyId(), newKeyId()];
    await appendFile(file, `${torn.slice(0, 9)}${whole}\n`);
    expect(await new Tombstones(file).read()).toEqual(new Set([whole]));
  });
});
