import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besideRunning, forgetRunning, loadConfig, readRunning, writeRunning, type Running } from './index.js';

const PAST_ANY_PID = 2 ** 22 + 1;

describe('the file of the running servers', () => {
  let home = '';
  const running: Running = {
    pid: process.pid, startedAt: '2026-10-01T00:00:00.000Z', url: 'http://127.0.0.1:7310', databaseUrl: 'postgres://minqing@127.0.0.1:5/minqing', kurrentdbUrl: 'kurrentdb://127.0.0.1:7',
    temporalAddress: '127.0.0.1:6', temporalNamespace: 'default', pids: {},
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'minqing-run-file-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is for its owner alone and is read back', async () => {
    await writeRunning(home, running);
    expect((await stat(join(home, 'run.json'))).mode & 0o777).toBe(0o600);
    expect(readRunning(home)).toEqual(running);
  });

  it('counts for nothing when its process is gone', async () => {
    await writeRunning(home, { ...running, pid: PAST_ANY_PID });
    expect(readRunning(home)).toBeNull();
  });

  it('fills in what the environment leaves open, and nothing else', async () => {
    await writeRunning(home, running);
    const open = besideRunning(loadConfig({ MINQING_HOME: home }));
    expect(open).toMatchObject({ databaseUrl: running.databaseUrl, kurrentdbUrl: running.kurrentdbUrl, temporal: { address: '127.0.0.1:6' } });
    const named = besideRunning(loadConfig({ MINQING_HOME: home, DATABASE_URL: 'postgres://other/x', TEMPORAL_ADDRESS: 'far:1' }));
    expect(named).toMatchObject({ databaseUrl: 'postgres://other/x', kurrentdbUrl: null, temporal: { address: 'far:1' } });
  });

  it('is removed by the process that wrote it, not by another', async () => {
    await writeRunning(home, running);
    await forgetRunning(home, PAST_ANY_PID);
    expect(readRunning(home)).not.toBeNull();
    await forgetRunning(home, process.pid);
    expect(readRunning(home)).toBeNull();
  });
});
