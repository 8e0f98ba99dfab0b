import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openPostgresStore } from '#event-store/postgres';
import { startPostgres } from '#servers';
import { append } from '../../libs/testing/append-requests.js';

// By hand, where strace is: `node --import ./test/global-setup/register.mjs test/faults/fsync.ts`. Watches what PostgreSQL asks of the
// kernel while events are appended: each answer to an append must come after a flush of the log that began after the append arrived.

const ALONE = 40;
const AT_ONCE = 200;

/** One call of one process: a command arrives, the log is on disk, an answer leaves. */
function* calls(trace: string): Generator<{ readonly pid: string; readonly call: 'arrives' | 'flushed' | 'answered' }> {
  for (const line of trace.split('\n')) {
    const pid = line.slice(0, line.indexOf(' '));
    if (line.includes('recvfrom(') && line.includes('record-append')) yield { pid, call: 'arrives' };
    else if (/f(data)?sync(\(\d+\)| resumed>\))\s+= 0/.test(line)) yield { pid, call: 'flushed' };
    else if (line.includes('sendto(') && line.includes('verdict')) yield { pid, call: 'answered' };
  }
}

function judge(trace: string): { readonly answers: number; readonly early: number } {
  const flushedSince = new Map<string, boolean>();
  let [answers, early] = [0, 0];
  for (const { pid, call } of calls(trace)) {
    if (call === 'arrives') flushedSince.set(pid, false);
    if (call === 'flushed') flushedSince.set(pid, true);
    if (call !== 'answered') continue;
    answers += 1;
    if (!flushedSince.get(pid)) early += 1;
  }
  return { answers, early };
}

const folder = await mkdtemp(join(tmpdir(), 'minqing-fsync-'));
await chmod(folder, 0o755);
const trace = join(folder, 'trace');
const server = await startPostgres({ dataDir: folder });
const store = await openPostgresStore({ url: server.url });
await append(store);
const pool = new pg.Pool({ connectionString: server.url });
const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()');
await pool.end();
const watched = [server.pid, ...rows.map(({ pid }) => pid)].flatMap((pid) => ['-p', String(pid)]);
const tracer = spawn('strace', ['-f', ...watched, '-e', 'trace=fsync,fdatasync,sendto,recvfrom', '-s', '200', '-o', trace], { stdio: 'ignore' });
await sleep(1_500);
for (let count = 0; count < ALONE; count += 1) await append(store);
await Promise.all(Array.from({ length: AT_ONCE }, () => append(store)));
tracer.kill('SIGINT');
await sleep(500);
await store.close();
const result = judge(await readFile(trace, 'utf8'));
const version = spawnSync('strace', ['--version'], { encoding: 'utf8' }).stdout.split('\n', 1)[0];
await server.stop();
await rm(folder, { recursive: true });
process.stdout.write(`${version}: ${ALONE + AT_ONCE} appends, ${result.answers} answers, ${result.early} of them before a flush\n`);
process.exitCode = result.answers > ALONE && result.early === 0 ? 0 : 1;
