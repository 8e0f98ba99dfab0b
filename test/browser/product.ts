import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postsHeld } from '#application';
import { projectionHealth } from '#projections/postgres';
import { type Desk, openDesk } from '#identity';
import type { EventStore } from '#event-store';
import type { RestoreMark } from '#recovery';
import { createApi } from '../../apps/api/create-api.js';
import { openOperatorParts, recoveryOf } from '../../apps/api/open-parts.js';
import { openOffice } from './office.js';
import { sampleCampaign } from './sample.js';

export interface Product {
  readonly mark: RestoreMark;
  readonly store: EventStore;
  readonly desk: Desk;
  readonly url: string;
  /** Login and password of each account of the sample campaign. */
  readonly accounts: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** The product as people meet it: the sample campaign, the API and these built pages on one loopback port. */
export async function openProduct(webRoot: string, port = 0): Promise<Product> {
  const campaign = await sampleCampaign();
  const { context: { readModels, now }, sealed: { record, store, vault, mark, digest }, pool, logger, close } = await openOffice(campaign.url, campaign.home);
  const desk = await openDesk({ pool, now, postsOf: postsHeld({ record, readModels }), offsetMinutes: 480 });
  const { app } = await createApi({
    store, record, vault, recordHealth: () => record.health(), recovery: recoveryOf(store, mark), readModels, digest, readModelsHealth: () => projectionHealth(pool), operators: await openOperatorParts(pool, record), desk, now, logger, isClockReachable: null,
    settings: { publicUrl: 'http://127.0.0.1', trustedProxies: [], webRoot, version: '0.0.0', offsetMinutes: 480, requestsPerMinute: 100_000, openRequestsPerMinute: 100_000, mostStreams: 20 },
  });
  await app.listen(port, '127.0.0.1');
  return {
    mark, store, desk,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    accounts: accountsIn(await readFile(join(campaign.home, 'sign-in.txt'), 'utf8')),
    close: async () => {
      await app.close();
      await close();
      await campaign.drop();
    },
  };
}

function accountsIn(notes: string): ReadonlyMap<string, string> {
  const lines = notes.trim().split('\n').map((line) => line.split(/\s+/));
  return new Map(lines.flatMap(([login, password]) => (login && password ? [[login, password] as const] : [])));
}
