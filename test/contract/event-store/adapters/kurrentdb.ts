import { randomUUID } from 'node:crypto';
import { openKurrentStore } from '#event-store/kurrentdb';
import type { AdapterUnderTest } from '../subject.js';

const url = process.env['KURRENTDB_TEST_URL'];

export const adapter: AdapterUnderTest = {
  /** Each record has streams of its own on the one server, which is thrown away afterwards. */
  async open() {
    const store = openKurrentStore({ url: url!, prefix: `test-${randomUUID()}` });
    return { store, end: () => store.close() };
  },
  ...(url ? {} : { skips: { '*': { reason: 'KURRENTDB_TEST_URL names no server; npm run test:kurrentdb tells how to have one', since: '2026-11-24' } } }),
};
