import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#config';
import { openPool, untilPresent } from '#database';
import { findTemporal, reachableFolder, startPostgres, startTemporal } from '#servers';
import { AppProcess } from './app-process.js';
import type { Progress } from './progress.mjs';
import { untilAppsReady } from './readiness.js';
import { words } from './words.mjs';

/** In the order of their start; they are stopped in the opposite order, so that commands are refused first and the record closes last. */
const APPS = ['projector', 'worker', 'api'] as const;

/** Everything that one `npm start` runs, as far as it has been started. */
export class Stack {
  databaseUrl = '';
  temporalAddress = '';
  readonly pids: Record<string, number> = {};
  private readonly stops: { readonly label: string; readonly stop: () => Promise<void> }[] = [];
  private readonly apps: AppProcess[] = [];

  constructor(private readonly config: Config, private readonly progress: Progress, private readonly onServerDeath: (name: string) => void) {}

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
    const { postgres: port } = this.config.ports;
    const server = await startPostgres({ dataDir, ...(port === null ? {} : { port }) });
    this.watch('PostgreSQL', server);
    return server.url;
  }

  private async startOwnTemporal(note: (text: string) => void): Promise<string> {
    const program = await findTemporal({ cacheDir: join(this.config.home, 'cache'), onStep: note });
    const { temporal: port, temporalUi: uiPort } = this.config.ports;
    const server = await startTemporal({
      dataFile: join(this.config.home, 'temporal.db'),
      program,
      ...(port === null ? {} : { port }),
      ...(uiPort === null ? {} : { uiPort }),
    });
    this.watch('Temporal', server);
    return server.address;
  }

  private watch(label: string, server: { readonly pid: number; readonly ended: Promise<number | string>; stop(): Promise<void> }): void {
    this.pids[label.toLowerCase()] = server.pid;
    this.stops.push({ label, stop: () => server.stop() });
    void server.ended.then(() => this.onServerDeath(label));
  }

  async startApps(): Promise<void> {
    const env = this.childEnvironment();
    for (const name of APPS) {
      const log = join(this.config.home, 'logs', `${name}.log`);
      const app = new AppProcess({
        name,
        script: builtScript(name),
        logFile: log,
        env,
        onDeath: (how, pauseMs) => this.progress.say(words('app-ended', { app: name, how, seconds: pauseMs / 1000, log })),
      });
      await app.start();
      this.pids[name] = app.pid;
      this.apps.push(app);
      this.stops.push({ label: name, stop: () => app.stop() });
    }
    await this.progress.step(words('waiting-for-services'), () => untilAppsReady(this.localUrl, this.apps));
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
