import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#config';
import { openPool, untilPresent } from '#database';
import { Fault } from '#kernel';
import { findTemporal, reachableFolder, startPostgres, startTemporal } from '#servers';
import { startApp } from './app-process.js';
import { KeptProcess, type Running } from './kept-process.js';
import type { Progress } from './progress.mjs';
import { untilAppsReady, untilDeclared, type Standing } from './readiness.js';
import { words } from './words.mjs';

/** In the order of their start; they are stopped in the opposite order, so that commands are refused first and the record closes last. */
const APPS = ['projector', 'worker', 'api'] as const;

/** Everything that one `npm start` runs, as far as it has been started. */
export class Stack {
  databaseUrl = '';
  temporalAddress = '';
  readonly pids: Record<string, number> = {};
  /** Hears when a process that had died runs again: `pids` has changed. */
  onRestart: () => void = () => undefined;
  private readonly stops: { readonly label: string; readonly stop: () => Promise<void> }[] = [];
  private readonly apps: KeptProcess[] = [];

  constructor(private readonly config: Config, private readonly progress: Progress) {}

  async startServers(): Promise<void> {
    await mkdir(join(this.config.home, 'logs'), { recursive: true });
    this.databaseUrl = this.config.databaseUrl === null
      ? await this.progress.step(words('starting-postgres'), () => this.startOwnPostgres())
      : await this.progress.step(words('looking-for-postgres'), (note) => found(this.config.databaseUrl!, note));
    this.temporalAddress = this.config.temporal.address ?? (await this.progress.step(words('starting-temporal'), (note) => this.startOwnTemporal(note)));
  }

  private async startOwnPostgres(): Promise<string> {
    const wanted = join(this.config.home, 'postgres');
    const dataDir = await reachableFolder(wanted);
    if (dataDir !== wanted) this.progress.say(words('postgres-data-elsewhere', { wanted, folder: dataDir }));
    const { postgres } = this.config.ports;
    let port = postgres;
    let url = '';
    await this.keep('PostgreSQL', join(dataDir, 'postgres.log'), async () => {
      const server = await startPostgres({ dataDir, ...(port === null ? {} : { port }) });
      ({ port, url } = server);
      return server;
    });
    return url;
  }

  private async startOwnTemporal(note: (text: string) => void): Promise<string> {
    const program = await findTemporal({ cacheDir: join(this.config.home, 'cache'), onStep: note });
    const dataFile = join(this.config.home, 'temporal.db');
    const { temporal, temporalUi: uiPort } = this.config.ports;
    let port = temporal;
    let address = '';
    await this.keep('Temporal', `${dataFile}.log`, async () => {
      const server = await startTemporal({ dataFile, program, ...(port === null ? {} : { port }), ...(uiPort === null ? {} : { uiPort }) });
      ({ port, address } = server);
      return server;
    });
    return address;
  }

  /** Starts it, and again whenever it dies: a server on the port that it had, which its clients know. */
  private async keep(label: string, log: string, start: () => Promise<Running>): Promise<KeptProcess> {
    const name = label.toLowerCase();
    const kept = new KeptProcess({
      name, logFile: log, start,
      onStart: (pid) => {
        const again = name in this.pids;
        this.pids[name] = pid;
        if (!again) return;
        this.progress.say(words('runs-again', { app: label }));
        this.onRestart();
      },
      onDeath: (how, pauseMs) => this.progress.say(words('app-ended', { app: label, how, seconds: pauseMs / 1000, log })),
      onFailure: (fault, pauseMs) => this.progress.say(words('not-started-again', { app: label, reason: reasonOf(fault), seconds: pauseMs / 1000, log })),
    });
    await kept.start();
    this.stops.push({ label, stop: () => kept.stop() });
    return kept;
  }

  /** `beforeTheClock` is done while the read models follow the record already, and no deadline passes yet. */
  async startApps(beforeTheClock: () => Promise<void>): Promise<Standing> {
    const env = this.childEnvironment();
    for (const name of APPS) {
      if (name === 'worker') await beforeTheClock();
      const log = join(this.config.home, 'logs', `${name}.log`);
      this.apps.push(await this.keep(name, log, () => startApp({ script: builtScript(name), logFile: log, env })));
    }
    return await this.progress.step(words('waiting-for-services'), () => untilAppsReady(this.localUrl, this.apps));
  }

  untilDeclared(signal: AbortSignal): Promise<void> {
    return untilDeclared(this.localUrl, signal);
  }

  /** What the apps and the command line read: the servers' addresses in place of what was left open. */
  childEnvironment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      DATABASE_URL: this.databaseUrl,
      TEMPORAL_ADDRESS: this.temporalAddress,
      TEMPORAL_NAMESPACE: this.config.temporal.namespace,
      MINQING_HOME: this.config.home,
    };
  }

  /** Where this machine reaches the api, whatever the public address is. */
  get localUrl(): string {
    const { host, port } = this.config;
    const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
    return `http://${reached}:${port}`;
  }

  /** Whatever was started, last first. A part that will not stop does not keep the others running. */
  async stop(): Promise<void> {
    for (const { label, stop } of this.stops.reverse()) {
      await this.progress.step(words('stopping', { part: label }), stop).catch((fault: unknown) => this.progress.say(`! ${label}: ${String(fault)}`));
    }
  }
}

export function builtScript(app: string): string {
  return fileURLToPath(new URL(`../${app}/main.js`, import.meta.url));
}

/** The address of a server that is not ours, once it answers. */
async function found(url: string, note: (text: string) => void): Promise<string> {
  const pool = openPool(url, { max: 1, name: 'minqing-start' });
  try {
    await untilPresent(pool, { onWait: ({ address, reason }) => note(`${address}: ${reason}`) });
    return url;
  } finally {
    await pool.end();
  }
}

function reasonOf(fault: unknown): string {
  return fault instanceof Fault ? fault.code : String(fault);
}
