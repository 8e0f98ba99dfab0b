import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLATION } from '#config';
import { findTemporal } from '#servers';

const KILLS = join(INSTALLATION, 'test/faults/kills');

it('nothing is lost, doubled or made up while everything is killed at random under load', async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['test/faults/kills.mjs', '--seed', '7310', '--kills', '7', '--rest', '0.2', '--stop', '3', '--pause', '1,3'], {
    cwd: INSTALLATION, env: { ...env, TEMPORAL_CLI: await findTemporal() }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { said += bytes.toString('utf8'); });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(`${code}: ${said}`).toMatch(/^0: [^]*every invariant held/);
}, 600_000);

it('the load and its judges share no code with the product', () => {
  const imported = readdirSync(KILLS).flatMap((file) => [...readFileSync(join(KILLS, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, name]) => name!));
  expect(new Set(imported.filter((name) => !name.startsWith('node:') && !name.startsWith('./')))).toEqual(new Set(['pg', '@temporalio/client']));
});
