import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppProcess } from './app-process.js';

async function until(truth: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await truth()) return;
    await sleep(50);
  }
  throw new Error('it did not become true in time');
}

describe('an app of the process tree', () => {
  let folder = '';
  let app: AppProcess;
  const deaths: [number | string, number][] = [];

  async function startApp(text: string): Promise<void> {
    const script = join(folder, 'app.mjs');
    await writeFile(script, text);
    deaths.length = 0;
    app = new AppProcess({ name: 'app', script, logFile: join(folder, 'app.log'), env: { ...process.env, FOLDER: folder }, onDeath: (how, pause) => { deaths.push([how, pause]); } });
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
    await startApp('console.log("up"); process.exit(3);');
    await until(() => deaths.length >= 2);
    expect(deaths.slice(0, 2)).toEqual([[3, 500], [3, 1000]]);
    expect((await app.lastWords()).startsWith('up\nup')).toBe(true);
  });

  it('is asked to end in order, and is not started again', async () => {
    await startApp('import { writeFileSync } from "node:fs"; process.on("SIGTERM", () => { writeFileSync(process.env.FOLDER + "/ended", "in order"); process.exit(0); }); console.log("up"); setInterval(() => {}, 1000);');
    await until(async () => (await app.lastWords()).includes('up'));
    const { pid } = app;
    await app.stop();
    expect(await readFile(join(folder, 'ended'), 'utf8')).toBe('in order');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(deaths).toEqual([]);
  });

  it('can be stopped in the pause before its next start', async () => {
    await startApp('process.exit(1);');
    await until(() => deaths.length >= 1);
    await app.stop();
    expect(deaths.length).toBeGreaterThan(0);
  });
});
