import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.js';

const RUNNING = z.object({
  /** The process that started everything else. */
  pid: z.number(),
  startedAt: z.string(),
  url: z.string(),
  databaseUrl: z.string(),
  /** Null: the record is in the database. */
  kurrentdbUrl: z.string().nullable(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  pids: z.record(z.string(), z.number()),
});

export type Running = Readonly<z.infer<typeof RUNNING>>;

function fileIn(home: string): string {
  return join(home, 'run.json');
}

/** What `npm start` runs in this home at the moment; `null` when nothing does. */
export function readRunning(home: string): Running | null {
  let text: string;
  try {
    text = readFileSync(fileIn(home), 'utf8');
  } catch {
    return null;
  }
  const parsed = RUNNING.safeParse(parseJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
}

/** Readable by its owner alone: the database's password is in it. */
export async function writeRunning(home: string, running: Running): Promise<void> {
  const half = `${fileIn(home)}.${process.pid}`;
  await writeFile(half, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  await rename(half, fileIn(home));
}

/** Removes this process's own file, never the file of another one. */
export async function forgetRunning(home: string, pid: number): Promise<void> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => '');
  const parsed = RUNNING.safeParse(parseJson(text));
  if (parsed.success && parsed.data.pid === pid) await rm(fileIn(home), { force: true });
}

/** The configuration of a tool beside a running `npm start`: what the environment leaves open is taken from the running servers. */
export function besideRunning(config: Config): Config {
  const running = readRunning(config.home);
  if (!running) return config;
  const { address } = config.temporal;
  return Object.freeze({
    ...config,
    databaseUrl: config.databaseUrl ?? running.databaseUrl,
    // Where the record is belongs to the database that its read models are in.
    kurrentdbUrl: config.kurrentdbUrl ?? (config.databaseUrl === null ? running.kurrentdbUrl : null),
    temporal: address === null ? Object.freeze({ ...config.temporal, address: running.temporalAddress, namespace: running.temporalNamespace }) : config.temporal,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Someone else's process is alive as well.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
