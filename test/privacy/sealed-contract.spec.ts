import type { LogTarget } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { SealingStore } from '#privacy';
import { MemoryVault } from '../../libs/testing/memory-vault.js';
import { allFeatures } from '../contract/event-store/features.js';

const features = Object.entries(await allFeatures());

/** A sealed record is a record: what every store must do it does as well. Copying goes to the record beneath. */
describe('event store, sealed', () => {
  it.each(features)('%s', async (_sentence, feature) => {
    const record = openMemoryStore();
    const store = Object.assign(new SealingStore(record, new MemoryVault()), {
      appendRecorded: (groups: Parameters<LogTarget['appendRecorded']>[0]) => record.appendRecorded(groups), health: () => record.health(),
    });
    try {
      await feature(store);
    } finally {
      await store.close();
    }
  });
});
