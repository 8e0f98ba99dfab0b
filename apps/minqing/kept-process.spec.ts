import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from './app-process.js';
import { KeptProcess } from './kept-process.js';

async function until(truth: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await truth()) return;
    await sleep(50);
  }
  throw new Error('it did not become true in time');
}

describe('a process of the tree', () => {
  let folder = '';
  let app: KeptProcess;
  const deaths: [number | string, number][] = [];
  const failures: [string, number][] = [];
  const pids: number[] = [];

  function keep(start: () => ReturnType<typeof startApp>): KeptProcess {
    for (const told of [deaths, failures, pids]) told.length = 0;
    return new KeptProcess({
      name: 'app', logFile: join(folder, 'app.log'), start,
      onStart: (pid) => { pids.push(pid); },
      onDeath: (how, pause) => { deaths.push([how, pause]); },
      onFailure: (fault, pause) => { failures.push([String(fault), pause]); },
    });
  }

  async function begin(text: string): Promise<void> {
    const script = join(folder, 'app.mjs');
    await writeFile(script, text);
    app = keep(() => startApp({ script, logFile: join(folder, 'app.log'), env: { ...process.env, FOLDER: folder } }));
    await app.start();
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-app-'));
  });
  afterEach(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is started again when it dies, after growing pauses', async () => {
    await begin('console.log("up"); process.exit(3);');
    await until(() => deaths.length >= 2);
    expect(deaths.slice(0, 2)).toEqual([[3, 500], [3, 1000]]);
    expect((await app.lastWords()).startsWith('up\nup')).toBe(true);
    expect(new Set(pids).size).toBe(pids.length);
    expect(pids.at(-1)).toBe(app.pid);
  });

  it('is tried again when it cannot be started any more', async () => {
    await writeFile(join(folder, 'app.mjs'), 'process.exit(4)');
    let starts = 0;
    app = keep(async () => {
      starts += 1;
      if (starts === 2) throw new Error('its port is taken');
      return startApp({ script: join(folder, 'app.mjs'), logFile: join(folder, 'app.log'), env: process.env });
    });
    await app.start();
    await until(() => starts >= 3);
    expect([deaths[0], failures]).toEqual([[4, 500], [['Error: its port is taken', 1000]]]);
  });

  it('is not left running when it is asked to end while it starts again', async () => {
    await writeFile(join(folder, 'app.mjs'), 'if (process.env.ENDS) process.exit(1); setInterval(() => {}, 1000);');
    let starting = false;
    app = keep(async () => {
      const first = pids.length === 0;
      if (!first) {
        starting = true;
        await sleep(300);
      }
      return startApp({ script: join(folder, 'app.mjs'), logFile: join(folder, 'app.log'), env: first ? { ...process.env, ENDS: 'yes' } : process.env });
    });
    await app.start();
    await until(() => starting);
    await app.stop();
    expect(pids).toHaveLength(2);
    expect(() => process.kill(pids[1]!, 0)).toThrow('ESRCH');
  });

  it('that fails at its first start is the starter’s to tell', async () => {
    app = keep(() => Promise.reject(new Error('no such program')));
    await expect(app.start()).rejects.toThrow('no such program');
    expect([deaths, failures]).toEqual([[], []]);
  });

  it('is asked to end in order, and is not started again', async () => {
    await begin('import { writeFileSync } from "node:fs"; process.on("SIGTERM", () => { writeFileSync(process.env.FOLDER + "/ended", "in order"); process.exit(0); }); console.log("up"); setInterval(() => {}, 1000);');
    await until(async () => (await app.lastWords()).includes('up'));
    const { pid } = app;
    await app.stop();
    expect(await readFile(join(folder, 'ended'), 'utf8')).toBe('in order');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(deaths).toEqual([]);
  });

  it('can be stopped in the pause before its next start', async () => {
    await begin('process.exit(1);');
    await until(() => deaths.length >= 1);
    await app.stop();
    expect(deaths.length).toBeGreaterThan(0);
  });
});
