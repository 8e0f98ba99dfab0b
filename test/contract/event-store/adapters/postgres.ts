import { openPostgresStore } from '#event-store/postgres';
import { testDatabase } from '../../../../libs/testing/servers.js';
import type { AdapterUnderTest } from '../subject.js';

export const adapter: AdapterUnderTest = {
  async open() {
    const database = await testDatabase();
    const store = await openPostgresStore({ url: database.url });
    return {
      store,
      async end() {
        await store.close();
        await database.drop();
      },
    };
  },
};
