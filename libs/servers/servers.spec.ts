import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from './postgres.js';
import { testDatabase, testTemporal } from '../testing/servers.js';

it('gives a database of its own', async () => {
  const database = await testDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query("select current_setting('fsync') as fsync, current_setting('server_version') as version");
  await client.end();
  await database.drop();
  expect(rows[0]).toMatchObject({ fsync: 'on', version: '18.4' });
});

it('keeps Temporal data over a kill', async () => {
  const temporal = await testTemporal();
  await temporal.kill();
  await temporal.start();
  await temporal.stop();
});
