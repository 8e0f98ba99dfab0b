import { openKurrentStore } from '#event-store/kurrentdb';
import { allFeatures } from '../../../test/contract/event-store/features.js';
import { FakeKurrentServer } from '../../testing/fake-kurrentdb.js';

const features = Object.entries(await allFeatures());

/** What the contract asks, of the adapter's own logic alone: the server is a fake. A real one is run by `npm run test:kurrentdb`. */
describe('the KurrentDB adapter on a FAKE server', () => {
  it.each(features)('%s', async (_sentence, feature) => {
    const store = openKurrentStore({ client: new FakeKurrentServer().client() });
    try {
      await feature(store);
    } finally {
      await store.close();
    }
  });
});
