import { randomUUID } from 'node:crypto';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { openKurrentStore } from '#event-store/kurrentdb';
import { allFeatures } from '../../../test/contract/event-store/features.js';
import { FakeKurrentServer } from '../../testing/fake-kurrentdb.js';
import { fakeKurrentOnTheWire } from '../../testing/fake-kurrentdb-wire.js';

const features = Object.entries(await allFeatures());

/**
 * What the contract asks, by KurrentDB's own client and protocol; the server alone is a FAKE. What a real one does is seen by
 * `npm run test:kurrentdb`.
 */
describe('the KurrentDB adapter by its client on a FAKE server', () => {
  let server: Awaited<ReturnType<typeof fakeKurrentOnTheWire>>;
  let client: KurrentDBClient;

  beforeAll(async () => {
    server = await fakeKurrentOnTheWire(new FakeKurrentServer());
    client = KurrentDBClient.connectionString(server.url);
  });
  afterAll(() => server.close());

  it.each(features)('%s', async (_sentence, feature) => {
    const store = openKurrentStore({ client, prefix: randomUUID() });
    try {
      await feature(store);
    } finally {
      await store.close();
    }
  });
});
