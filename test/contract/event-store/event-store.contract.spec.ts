import { readdirSync } from 'node:fs';
import { allFeatures } from './features.js';
import type { AdapterUnderTest } from './subject.js';

const here = new URL('.', import.meta.url);
const rooms = new URL('../../../libs/event-store/', here);

const adapters = readdirSync(rooms, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const features = await allFeatures();

/** What happened to each adapter × feature: `run`, or why and since when not. */
const account = new Map<string, string>();

for (const name of adapters) {
  const { adapter } = await import(`./adapters/${name}.ts`) as { adapter: AdapterUnderTest };
  describe(`event store ${name}`, () => {
    for (const [sentence, feature] of Object.entries(features)) {
      const skip = adapter.skips?.[sentence] ?? adapter.skips?.['*'];
      if (skip !== undefined) {
        const aloud = `skipped since ${skip.since}: ${skip.reason}`;
        account.set(`${name}: ${sentence}`, aloud);
        it.skip(`${sentence} (${aloud})`, () => undefined);
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

    it('skips no feature that does not exist', () => {
      expect(Object.keys(adapter.skips ?? {}).filter((sentence) => sentence !== '*' && !(sentence in features))).toEqual([]);
    });
  });
}

describe('the contract itself', () => {
  it('was run on every adapter folder, feature by feature, or skipped aloud with a reason and a date', () => {
    expect(adapters).toEqual(expect.arrayContaining(['kurrentdb', 'memory', 'postgres']));
    expect(Object.keys(features).length).toBeGreaterThan(30);
    const expected = adapters.flatMap((name) => Object.keys(features).map((sentence) => `${name}: ${sentence}`));
    expect([...account.keys()].sort()).toEqual(expected.sort());
    for (const fate of account.values()) expect(fate).toMatch(/^run$|^skipped since \d{4}-\d\d-\d\d: .{10,}/);
  });

  it('has no harness without an adapter folder', () => {
    expect(readdirSync(new URL('adapters/', here)).map((file) => file.replace(/\.ts$/, '')).sort()).toEqual([...adapters].sort());
  });
});
