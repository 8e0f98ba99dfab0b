import { progressOn } from './progress.mjs';

function written(isTTY: boolean): { out: { write(text: string): void; isTTY: boolean }; text(): string } {
  const parts: string[] = [];
  return { out: { write: (text) => { parts.push(text); }, isTTY }, text: () => parts.join('') };
}

describe('progress', () => {
  it('writes one plain line a step where no terminal is', async () => {
    const { out, text } = written(false);
    await expect(progressOn(out).step('Reading', (note) => { note('page 1'); return 7; })).resolves.toBe(7);
    expect(text()).toMatch(/^✓ Reading +\d+\.\d s\n$/);
  });

  it('rewrites the line of a running step on a terminal', async () => {
    const { out, text } = written(true);
    await progressOn(out).step('Reading', (note) => note('page 1'));
    expect(text()).toMatch(/^\r\u001b\[2K… Reading\r\u001b\[2K… Reading: page 1\r\u001b\[2K✓ Reading +\d+\.\d s\n$/);
  });

  it('marks a step that failed, and lets its fault pass', async () => {
    const { out, text } = written(false);
    await expect(progressOn(out).step('Reading', () => { throw new RangeError('torn'); })).rejects.toThrow('torn');
    expect(text()).toMatch(/^✗ Reading/);
  });
});
