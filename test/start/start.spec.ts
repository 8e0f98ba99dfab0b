import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal, freePort, isAlive } from '#servers';
import type { api } from '#wire';
import { Person } from '../e2e/api/person.js';
import { until } from '../faults/product.js';
import { Start } from './begin.js';

let home: string;
let environment: NodeJS.ProcessEnv;
let url: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'minqing-start-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  environment = { MINQING_LOCALE: 'en', MINQING_HOME: home, MINQING_PORT: String(port), TEMPORAL_CLI: await findTemporal() };
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function pidsNow(): Promise<Record<string, number>> {
  return (JSON.parse(await readFile(join(home, 'run.json'), 'utf8')) as { pids: Record<string, number> }).pids;
}

async function isReady(): Promise<boolean> {
  return (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200;
}

async function supervisorsBoard(): Promise<api.BoardPage> {
  const line = (await readFile(join(home, 'sign-in.txt'), 'utf8')).split('\n').find((text) => text.startsWith('supervisor'));
  const person = await Person.signIn(url, 'supervisor', line!.split(/\s+/)[1]!);
  return (await person.get<api.BoardPage>('/api/v1/board')).body;
}

it('starts everything, says how to sign in, survives its services, stops cleanly, and finds all of it again', async () => {
  const first = Start.begin(environment);
  await first.ready();
  const before = await supervisorsBoard();
  expect(before.counts.open).toBeGreaterThan(10);
  expect(first.said).toContain(url);

  const second = Start.begin({ ...environment, MINQING_LOCALE: 'zh-Hant' });
  const [code] = (await once(second.child, 'exit')) as [number];
  expect(code).toBe(1);
  expect(second.said).toContain(`民情已在使用這份數據運行：${url}`);

  const pids = await pidsNow();
  process.kill(pids['api']!, 'SIGKILL');
  await until(() => first.said, 60_000, async () => first.said.includes('! api ended') && (await isReady()));
  for (const [server, name] of [['postgresql', 'PostgreSQL'], ['temporal', 'Temporal']] as const) {
    process.kill(pids[server]!, 'SIGKILL');
    await until(() => first.said, 60_000, async () => first.said.includes(`${name} runs again`) && (await isReady()));
  }
  await until(() => first.said, 60_000, async () => Object.values(await pidsNow()).every(isAlive));
  expect((await supervisorsBoard()).counts.open).toBe(before.counts.open);

  const latest = await pidsNow();
  expect(await first.interrupt()).toBe(0);
  expect(Object.entries({ ...pids, ...latest }).filter(([, pid]) => isAlive(pid))).toEqual([]);
  await expect(fetch(url)).rejects.toThrow();

  const again = Start.begin(environment);
  await again.ready();
  expect(again.said).not.toContain('Loading the sample campaign');
  expect((await supervisorsBoard()).counts.open).toBe(before.counts.open);
  expect(await again.interrupt()).toBe(0);
}, 420_000);
