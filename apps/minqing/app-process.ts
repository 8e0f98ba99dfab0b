import { rename, rm, stat } from 'node:fs/promises';
import { ServerProcess } from '#servers';
import type { Running } from './kept-process.js';

const LOG_LIMIT_BYTES = 20_000_000;

export interface AppLaunch {
  readonly script: string;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts one of the product's services as a process of its own. */
export async function startApp({ script, logFile, env }: AppLaunch): Promise<Running> {
  await turnLog(logFile);
  return ServerProcess.start({ command: process.execPath, args: ['--enable-source-maps', script], logFile, env, stopSignal: 'SIGTERM' });
}

/** One older log is kept. */
async function turnLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then((file) => file.size, () => 0);
  if (size < LOG_LIMIT_BYTES) return;
  await rm(`${logFile}.1`, { force: true });
  await rename(logFile, `${logFile}.1`);
}
