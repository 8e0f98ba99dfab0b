import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { findTemporal, freePort, isAlive } from '#servers';
import type { api } from '#wire';
import { Person } from '../e2e/api/person.js';
import { until } from '../faults/product.js';
import { filesWith } from '../privacy/files-with.js';
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

/** What the sample says of people: names, phones, addresses, and what they said. */
async function ofPeople(): Promise<readonly string[]> {
  const rows = async (file: string) => parse<Record<string, string>>(await readFile(join('samples', 'campaign', file)), { columns: true });
  const [households, issues, cadres] = await Promise.all(['households.csv', 'issues.csv', 'cadres.csv'].map(rows));
  const residents = households!.flatMap(({ residents: all }) => all!.split(/[:;；]/).filter((part) => /^\p{Script=Han}{3,}$|^555-/u.test(part)));
  return [...new Set([
    ...residents, ...households!.map(({ address }) => address!), ...issues!.flatMap(({ title, text, measure, answer, reporter }) => [title!, text!, measure!, answer!, reporter!].filter((part) => part.length > 2)),
    ...cadres!.flatMap(({ name, phone }) => [name!, phone!].filter((part) => part.length > 2)),
  ])];
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

  // Nothing of people lies in clear in what the product leaves behind: the databases, Temporal's file, every log. The file of the accounts is made for people.
  const texts = await ofPeople();
  expect(texts.length).toBeGreaterThan(200);
  expect(await filesWith(texts, [join(home, 'logs')])).toEqual([]);
  const few = texts.filter((_, index) => index % 10 === 0);
  expect((await filesWith(few, [home])).filter(({ file }) => file !== join(home, 'sign-in.txt'))).toEqual([]);
  const [found, logged] = [await filesWith(['柳溪街道'], [home]), await filesWith(['"level":'], [join(home, 'logs')])];
  expect([found.length > 0, logged.length > 2]).toEqual([true, true]);
}, 420_000);
