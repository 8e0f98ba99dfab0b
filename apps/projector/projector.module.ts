import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { needed, type Config } from '#config';
import { openPool, untilPresent } from '#database';
import type { EventStore } from '#event-store';
import { prepareReadModels, Projector } from '#projections/postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import { openStore } from '../open-store.js';

/** One connection a read model, the announcer's, and some for rebuilds. */
const CONNECTIONS = 12;

/** Owns the projector and what it runs on; shutting down commits the pages in hand and closes everything. */
class Running implements OnApplicationShutdown {
  constructor(private readonly pool: pg.Pool, private readonly store: EventStore, private readonly projector: Projector) {}

  static async start(config: Config, log: Logger): Promise<Running> {
    const url = needed(config.databaseUrl, 'DATABASE_URL');
    const pool = openPool(url, { max: CONNECTIONS, name: 'minqing-projector' });
    await untilPresent(pool, { onWait: (facts) => log.warn(facts, 'waiting for PostgreSQL') });
    const store = await openStore(config, pool, { url });
    await prepareReadModels(pool);
    const projector = new Projector({ pool, store, log });
    projector.start();
    return new Running(pool, store, projector);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.projector.stop();
    await this.store.close();
    await this.pool.end();
  }
}

@Module({})
export class ProjectorModule {
  static with(config: Config, log: Logger): DynamicModule {
    return { module: ProjectorModule, providers: [{ provide: Running, useFactory: () => Running.start(config, log) }] };
  }
}
