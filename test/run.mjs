import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CannotGoOn, PARTS, ROOT, build, checkNode, install, isBuilt, isInstalled, runQuietly } from '../apps/minqing/prepare.mjs';
import { progressOn } from '../apps/minqing/progress.mjs';
import { add, lineOf, nothing, resultOf } from './tally.mjs';

// `npm test`: installs what it needs, builds, lints, runs all specs in bands, and ends with one line of counts.
// `npm test -- <jest arguments>` runs these specs alone. Node's own modules only: nothing may be installed yet.

const WHOLE_RUN_MS = 45 * 60_000;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const deadline = performance.now() + WHOLE_RUN_MS;
const progress = progressOn(process.stdout);
let tally = nothing();

/** A check counts as one test. Answers whether what builds on it can go on. */
async function check(label, work) {
  try {
    await progress.step(label, work);
    tally = add(tally, { passed: 1 });
    return true;
  } catch (fault) {
    tally = add(tally, { failed: 1 });
    progress.say(fault instanceof CannotGoOn ? fault.message : String(fault?.stack ?? fault));
    return false;
  }
}

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

/** The path of a browser, installed when that is possible; undefined, said aloud, when there is none to be had. */
async function browser() {
  const found = process.env.CHROMIUM_PATH || onPath(BROWSERS);
  if (found) return found;
  const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath(['apt-get']);
  if (!canInstall) return undefined;
  await progress.step('Installing chromium and CJK fonts (apt-get)', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly(['apt-get', 'update', '-q'], { env });
    const { code, said } = await runQuietly(['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env });
    if (code !== 0) throw new CannotGoOn(said.trim().split('\n').slice(-5).join('\n'));
  }).catch((fault) => progress.say(fault.message));
  return onPath(BROWSERS);
}

/** The build of the web pages strips types without looking at them. */
async function webTypes() {
  const { code, said } = await runQuietly([process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'apps/web', '--noEmit']);
  if (code !== 0) throw new CannotGoOn(said);
}

async function lint() {
  const { code, said } = await runQuietly([process.execPath, 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']);
  if (code !== 0) throw new CannotGoOn(said);
}

/** Those that measure time, strike at processes or need a browser have both cores to themselves. */
const BY_THEMSELVES = ['browser', 'clock', 'faults', 'start'];

/** What lies beside the code is one band; each folder of test/ that holds specs is one more. */
function bands() {
  const folders = readdirSync(join(ROOT, 'test'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const withSpecs = folders.filter((name) => readdirSync(join(ROOT, 'test', name), { recursive: true }).some((file) => String(file).endsWith('.spec.ts'))).sort();
  return [
    { name: 'rooms', args: ['--testPathIgnorePatterns', '<rootDir>/test/', '/node_modules/', '--maxWorkers=2'] },
    ...withSpecs.map((name) => ({ name, args: [`<rootDir>/test/${name}/`.replace('<rootDir>', ROOT.replace(/\/$/, '')), `--maxWorkers=${BY_THEMSELVES.includes(name) ? 1 : 2}`] })),
  ];
}

/** Runs jest in a process group of its own, ended with all its workers when the time is up or the run is interrupted. */
function jest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'minqing-jest-'));
  const report = join(folder, 'report.json');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', '--outputFile', report, ...args], {
      cwd: ROOT, detached: true, stdio: ['ignore', 'ignore', 'inherit'], env: process.env,
    });
    const end = () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* It has ended by itself. */ } };
    const outOfTime = setTimeout(() => { progress.say('✗ The time for the whole run is up.'); end(); }, Math.max(deadline - performance.now(), 1_000));
    const interrupted = () => { end(); process.exit(130); };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.on('close', (code) => {
      clearTimeout(outOfTime);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
      rmSync(folder, { recursive: true, force: true });
      resolve(resultOf(text, code));
    });
  });
}

async function band({ name, args }) {
  progress.say(`\n── ${name} ──`);
  const result = await jest(args);
  progress.say(`── ${name}: ${lineOf(result)}`);
  tally = add(tally, result);
}

async function prepared() {
  if (!isInstalled() && !(await check('Installing packages (npm ci)', install))) return false;
  let built = true;
  for (const part of PARTS) built = (await check(`Building the ${part.name}`, () => (isBuilt(part) ? undefined : build(part)))) && built;
  return built;
}

async function everything() {
  if (!(await prepared())) progress.say('Going on with what can be tested without a whole build.');
  const found = await browser();
  if (found) process.env.CHROMIUM_PATH = found;
  await check('Checking the types of the web pages', webTypes);
  await check('Linting (eslint)', lint);
  for (const each of bands()) {
    if (each.name === 'browser' && !found) {
      progress.say('\n── browser: SKIPPED: no chromium was found, and none could be installed. Install it, or set CHROMIUM_PATH.');
      tally = add(tally, { skipped: 1 });
      continue;
    }
    await band(each);
  }
}

try {
  checkNode();
  const specs = process.argv.slice(2);
  if (specs.length === 0) await everything();
  else if (await prepared()) await band({ name: 'chosen specs', args: specs });
} catch (fault) {
  tally = add(tally, { failed: 1 });
  progress.say(String(fault instanceof CannotGoOn ? fault.message : fault?.stack ?? fault));
}
progress.say(`\n${lineOf(tally)}`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
