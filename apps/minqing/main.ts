import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forgetRunning, loadConfig, readRunning, writeRunning, type Config } from '#config';
import { Fault, instantOf } from '#kernel';
import { isFree } from '#servers';
import { progressOn, type Progress } from './progress.mjs';
import { loadSamples, recordIsEmpty, signInNotes } from './samples.js';
import { Stack } from './stack.js';

/** Runs the whole product until a signal asks it to stop. Returns the exit code. */
export async function main(progress: Progress): Promise<number> {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  // npm passes a Ctrl-C on to us that the terminal has sent us already: only the first one counts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  let failed = false;
  try {
    const config = loadConfig();
    await refuseSecondStart(config);
    const stack = new Stack(config, progress, (server) => {
      if (stopping.signal.aborted) return;
      failed = true;
      progress.say(`✗ ${server} has ended by itself; stopping everything. Its log is under ${config.home}.`);
      stopping.abort();
    });
    await run(config, stack, progress, stopping.signal).catch((fault: unknown) => {
      if (stopping.signal.aborted && !failed) return;
      failed = true;
      report(progress, fault);
    });
    stopping.abort();
    await stack.stop();
    await forgetRunning(config.home, process.pid);
  } catch (fault) {
    failed = true;
    report(progress, fault);
  }
  return failed ? 1 : 0;
}

async function refuseSecondStart(config: Config): Promise<void> {
  const running = readRunning(config.home);
  if (running) {
    throw new Fault('already-running', {
      params: { url: running.url, pid: running.pid },
      tryNext: `Minqing runs already with the data in ${config.home}. Open it, or stop it first (Ctrl-C there, or: kill ${running.pid}), or set MINQING_HOME and MINQING_PORT for a second one.`,
    });
  }
  if (await isFree(config.port, config.host)) return;
  throw new Fault('port-taken', { params: { port: config.port }, tryNext: `Another program listens there. Choose another port: MINQING_PORT=${config.port + 1} npm start` });
}

async function run(config: Config, stack: Stack, progress: Progress, stop: AbortSignal): Promise<void> {
  const stopped = untilAborted(stop);
  await mkdir(config.home, { recursive: true });
  await stack.startServers();
  stop.throwIfAborted();
  await Promise.race([stack.startApps(), stopped]);
  stop.throwIfAborted();
  await writeRunning(config.home, {
    pid: process.pid, startedAt: instantOf(Date.now()), url: config.publicUrl, databaseUrl: stack.databaseUrl,
    temporalAddress: stack.temporalAddress, temporalNamespace: config.temporal.namespace, pids: stack.pids,
  });
  if (config.samples && (await recordIsEmpty(stack.databaseUrl))) {
    await progress.step('Loading the sample campaign', () => Promise.race([loadSamples(stack.childEnvironment()), stopped]));
    stop.throwIfAborted();
  }
  await welcome(config, progress);
  await stopped;
}

/** Keeps this process alive meanwhile: its children and its signal handlers alone would not. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    const end = (): void => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}

async function welcome(config: Config, progress: Progress): Promise<void> {
  const { file, text } = await signInNotes(config.home);
  const lines = [
    '',
    'Minqing is ready.',
    `  Web page   ${config.publicUrl}`,
    `  API        ${config.publicUrl}/api/docs`,
    ...(text ? ['  Sign in with one of these accounts:', ...text.split('\n').map((line) => `    ${line}`), `    (kept in ${file})`] : []),
    `  Logs       ${join(config.home, 'logs')}`,
    '  Ctrl-C stops everything; the data stays.',
  ];
  progress.say(lines.join('\n'));
}

function report(progress: Progress, fault: unknown): void {
  progress.say(`\n✗ ${fault instanceof Fault ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(progressOn(process.stdout));
}
