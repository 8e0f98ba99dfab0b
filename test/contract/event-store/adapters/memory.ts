import { openMemoryStore } from '#event-store/memory';
import type { AdapterUnderTest } from '../subject.js';

export const adapter: AdapterUnderTest = {
  async open() {
    const store = openMemoryStore();
    return { store, end: () => store.close() };
  },
};
