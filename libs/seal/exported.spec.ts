import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointText, NO_CHECKPOINT } from './checkpoint.js';
import { newestExported } from './exported.js';
import { checkpointsIn } from './kept.js';
import { noteOf, signatureLine } from './note.js';

const { privateKey } = generateKeyPairSync('ed25519');

function note(size: number, epoch = 1): string {
  const text = checkpointText({ origin: 'minqing/spec', size, root: Buffer.alloc(32, size), epoch, at: '2026-11-24T04:00:00.000Z', previous: NO_CHECKPOINT });
  return `${noteOf(text, signatureLine(text, 'minqing/spec', privateKey))}\n`;
}

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'minqing-exported-')); });
afterEach(() => rm(folder, { recursive: true }));

async function newestOf(text: string): Promise<[number, number] | undefined> {
  const file = join(folder, 'checkpoints');
  await writeFile(file, text);
  const found = await newestExported(file);
  return found && [found.epoch, found.size];
}

describe('the newest of exported checkpoints', () => {
  it('is none where no file is, or nothing in it', async () => {
    expect(await newestExported(join(folder, 'nowhere'))).toBeUndefined();
    expect(await newestOf('')).toBeUndefined();
  });

  it('is the largest of the newest epoch, in whatever order they were written', async () => {
    expect(await newestOf(note(90) + note(40) + note(60))).toEqual([1, 90]);
    expect(await newestOf(note(90) + note(40, 2) + note(50, 2) + note(95))).toEqual([2, 50]);
  });

  it('is found at the end of a long file, behind one whose writing was cut off', async () => {
    const many = Array.from({ length: 500 }, (_, index) => note(index % 200)).join('');
    expect(many.length).toBeGreaterThan(128 * 1024);
    expect(await newestOf(many + note(201))).toEqual([1, 201]);
    expect(await newestOf(many + note(202) + note(203).slice(0, 70))).toEqual([1, 202]);
  });

  it('is found behind one whose writing was cut off, wherever that was', async () => {
    const [torn, whole] = [note(202).trimEnd(), note(203)];
    for (let cut = 1; cut < torn.length - 1; cut += 1) {
      const kept = checkpointsIn(`${note(201)}${torn.slice(0, cut)}\n\n${whole}`);
      expect([cut, kept.passedOver, kept.checkpoints.map(({ size }) => size)]).toEqual([cut, 1, [201, 203]]);
    }
    expect(checkpointsIn(`${note(201)}${'\0'.repeat(300)}\n\n${whole}`)).toMatchObject({ passedOver: 1, checkpoints: [{ size: 201 }, { size: 203 }] });
    expect(checkpointsIn(note(201).trimEnd() + whole).checkpoints).toEqual([]);
    expect(checkpointsIn(`${note(201).trimEnd()}\n${whole}`)).toMatchObject({ passedOver: 0, checkpoints: [{ size: 201 }, { size: 203 }] });
  });

  it('is not guessed at where the file cannot be read', async () => {
    await expect(newestExported(folder)).rejects.toMatchObject({ code: 'checkpoints-unreadable' });
  });
});
