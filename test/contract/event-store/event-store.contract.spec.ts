import { readdirSync } from 'node:fs';
import type { AdapterUnderTest, Features } from './subject.js';

const here = new URL('.', import.meta.url);
const rooms = new URL('../../../libs/event-store/', here);

const adapters = readdirSync(rooms, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const features: Record<string, Features[string]> = {};
for (const file of readdirSync(new URL('features/', here))) {
  const groups = await import(`./features/${file}`) as Record<string, Features>;
  for (const group of Object.values(groups)) Object.assign(features, group);
}

/** What happened to each adapter × feature: `run`, or the reason why not. */
const account = new Map<string, string>();

for (const name of adapters) {
  const { adapter } = await import(`./adapters/${name}.ts`) as { adapter: AdapterUnderTest };
  describe(`event store ${name}`, () => {
    for (const [sentence, feature] of Object.entries(features)) {
      const reason = adapter.skips?.[sentence] ?? adapter.skips?.['*'];
      if (reason !== undefined) {
        account.set(`${name}: ${sentence}`, `skipped: ${reason}`);
        it.skip(`${sentence} (skipped: ${reason})`, () => undefined);
        continue;
      }
      it(sentence, async () => {
        account.set(`${name}: ${sentence}`, 'run');
        const subject = await adapter.open();
        try {
          await feature(subject.store);
        } finally {
          await subject.end();
        }
      });
    }
  });
}

describe('the contract itself', () => {
  it('was run on every adapter folder, feature by feature, or skipped aloud with a reason', () => {
    expect(adapters).toEqual(expect.arrayContaining(['memory', 'postgres']));
    expect(Object.keys(features).length).toBeGreaterThan(20);
    const expected = adapters.flatMap((name) => Object.keys(features).map((sentence) => `${name}: ${sentence}`));
    expect([...account.keys()].sort()).toEqual(expected.sort());
    for (const fate of account.values()) expect(fate).toMatch(/^run$|^skipped: .{10,}/);
  });

  it('has no harness without an adapter folder', () => {
    expect(readdirSync(new URL('adapters/', here)).map((file) => file.replace(/\.ts$/, '')).sort()).toEqual([...adapters].sort());
  });
});
