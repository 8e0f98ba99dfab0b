import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forgetRunning, loadConfig, readRunning, writeRunning, type Config } from '#config';
import { Fault, instantOf } from '#kernel';
import { isFree } from '#servers';
import { progressOn, type Progress } from './progress.mjs';
import { commandFor, declareCommands, restoreOf } from './restored.js';
import { awaitsSample, hasAccount, loadSamples, signInNotes } from './samples.js';
import { Stack } from './stack.js';
import { knows, words } from './words.mjs';

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
    const stack = new Stack(config, progress);
    await run(config, stack, progress, stopping.signal).catch((fault: unknown) => {
      if (stopping.signal.aborted) return;
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
    throw new Fault('already-running', { params: { url: running.url, pid: running.pid } });
  }
  if (await isFree(config.port, config.host)) return;
  throw new Fault('port-taken', { params: { port: config.port } });
}

async function run(config: Config, stack: Stack, progress: Progress, stop: AbortSignal): Promise<void> {
  const stopped = untilAborted(stop);
  await mkdir(config.home, { recursive: true });
  await stack.startServers();
  stop.throwIfAborted();
  const restored = await restoreOf(config, stack.databaseUrl) !== undefined;
  const standing = await Promise.race([stack.startApps(async () => { if (!restored) await samples(config, stack, progress, { stop, stopped }); }), stopped]);
  stop.throwIfAborted();
  const tell = teller(config, stack);
  stack.onRestart = () => void tell().catch((fault: unknown) => report(progress, fault));
  await tell();
  if (standing === 'gap-undeclared') progress.say(['', words('restored'), words('restored.state'), words('restored.declare'), ...declareCommands(config).map((command) => `    ${command}`)].join('\n'));
  await welcome(config, stack.databaseUrl, progress, standing === 'ready' ? 'ready' : 'ready.readable');
  if (standing === 'gap-undeclared') {
    await stack.untilDeclared(stop);
    progress.say(`\n${words('restored.declared')}`);
  }
  await stopped;
}

/** The sample issues are lived through at past times: a clock that runs meanwhile would pass what is due before people have done what they did. */
async function samples(config: Config, stack: Stack, progress: Progress, { stop, stopped }: { readonly stop: AbortSignal; readonly stopped: Promise<void> }): Promise<void> {
  if (!config.samples || !(await awaitsSample(config, stack.databaseUrl))) return;
  await progress.step(words('loading-samples'), async () => {
    await Promise.race([loadSamples(stack.childEnvironment(), stop), stopped]);
    // Nothing more is started then, and what was begun is not done.
    stop.throwIfAborted();
  });
}

/** Tells the tools beside this start where everything runs; one telling after the other. */
function teller(config: Config, stack: Stack): () => Promise<void> {
  const startedAt = instantOf(Date.now());
  let told = Promise.resolve();
  const tell = (): Promise<void> => writeRunning(config.home, {
    pid: process.pid, startedAt, url: config.publicUrl, databaseUrl: stack.databaseUrl, kurrentdbUrl: config.kurrentdbUrl,
    temporalAddress: stack.temporalAddress, temporalNamespace: config.temporal.namespace, pids: stack.pids,
  });
  return () => {
    told = told.then(tell, tell);
    return told;
  };
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

async function welcome(config: Config, databaseUrl: string, progress: Progress, headline: 'ready' | 'ready.readable'): Promise<void> {
  const lines = [
    '',
    words(headline),
    words('ready.page', { url: config.publicUrl }),
    words('ready.api', { url: `${config.publicUrl}/api/docs` }),
    ...await signInLines(config, databaseUrl),
    words('ready.logs', { folder: join(config.home, 'logs') }),
    words('ready.stop'),
  ];
  progress.say(lines.join('\n'));
}

async function signInLines({ home }: Config, databaseUrl: string): Promise<readonly string[]> {
  if (!(await hasAccount(databaseUrl))) return [words('ready.no-account'), `    ${commandFor(home, 'account create --login NAME --cadre CODE')}`];
  const { file, text } = await signInNotes(home);
  return text ? [words('ready.accounts'), ...text.split('\n').map((line) => `    ${line}`), words('ready.kept', { file })] : [];
}

function report(progress: Progress, fault: unknown): void {
  progress.say(`\n✗ ${fault instanceof Fault ? faultWords(fault) : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
}

/** In the reader's language what a newcomer meets; as the fault itself puts it otherwise. */
function faultWords(fault: Fault): string {
  return knows(fault.code) ? words(fault.code, fault.params) : fault.message;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(progressOn(process.stdout));
}
