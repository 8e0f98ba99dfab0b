import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '#database';
import { openPostgresStore } from '#event-store/postgres';
import { findTemporal, freePort } from '#servers';
import { testDatabase } from '#testing/servers';
import type { api } from '#wire';
import { Person } from '../e2e/api/person.js';
import { until } from '../faults/product.js';
import { Start } from './begin.js';

/** Of some 700 that the sample has. */
const SOME_EVENTS = 300;

it('npm start that was interrupted while it loaded the sample goes on with it, and people can sign in; without the sample it says how to make an account', async () => {
  const home = await mkdtemp(join(tmpdir(), 'minqing-interrupted-'));
  const database = await testDatabase();
  const pool = openPool(database.url, { name: 'interrupted-spec' });
  const record = await openPostgresStore({ pool });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { MINQING_LOCALE: 'en', MINQING_HOME: home, MINQING_PORT: String(port), TEMPORAL_CLI: await findTemporal(), DATABASE_URL: database.url };
  try {
    const bare = Start.begin({ ...environment, MINQING_SAMPLES: 'false' });
    await bare.ready();
    expect(bare.said).toContain(`Nobody can sign in yet. Make an account for a cadre with a post (import units, cadres and posts first where there are none):\n    MINQING_HOME=${home} npm run minqing -- account create --login NAME --cadre CODE`);
    expect(await bare.interrupt()).toBe(0);

    const first = Start.begin(environment);
    await until(() => first.said, 120_000, async () => await record.lastPosition() > SOME_EVENTS, 20);
    expect(await first.interrupt()).toBe(0);
    expect(first.said).toContain('✗ Loading the sample campaign');
    expect(first.said).not.toContain('Minqing is ready');
    const written = await record.lastPosition();

    const second = Start.begin(environment);
    await second.ready();
    expect(second.said).toContain('Loading the sample campaign');
    expect(await record.lastPosition()).toBeGreaterThan(written);
    expect(second.said).not.toContain('Nobody can sign in yet');
    const line = (await readFile(join(home, 'sign-in.txt'), 'utf8')).split('\n').find((text) => text.startsWith('supervisor'));
    const person = await Person.signIn(url, 'supervisor', line!.split(/\s+/)[1]!);
    expect((await person.get<api.BoardPage>('/api/v1/board')).body.counts.open).toBeGreaterThan(10);
    expect(await second.interrupt()).toBe(0);
  } finally {
    await record.close();
    await pool.end();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  }
}, 420_000);
