import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { words } from './words.mjs';

// Nothing is installed when this runs: Node's own modules only.

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OLDEST_NODE = [20, 19, 0];

/** A step of preparation that failed, told in full sentences. */
export class CannotGoOn extends Error {}

export function checkNode(version = process.versions.node) {
  const parts = version.split('.').map(Number);
  const [major = 0, minor = 0] = parts;
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new CannotGoOn(words('node-too-old', { needed: OLDEST_NODE.join('.'), version, path: process.execPath }));
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Whether the installed packages are those of the lock file. npm writes what it installed at the very end of an installation. */
export function isInstalled(root = ROOT) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const found = packagesOf(installed);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([place, wanted]) => {
    if (place === '') return true;
    const there = found[place];
    // What is optional may be left out: it is for another system.
    return there ? there.version === wanted.version : wanted.optional === true || wanted.devOptional === true;
  });
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages ?? {};
}

export async function install() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // Building needs the development packages as well, whatever NODE_ENV says.
  const { code, said } = await runQuietly([...npm, 'ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code === 0) return;
  throw new CannotGoOn(words('install-failed', { code, said: indented(said) }));
}

const CODE_FOLDERS = ['apps', 'libs', 'workflows', 'test', 'bench'];

/** What is built from which folders, by which commands. A part is built again when any of its sources differs. */
export const PARTS = [
  { name: 'services', sources: CODE_FOLDERS, skip: 'apps/web', product: 'dist/apps/minqing/main.js', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'workflows', sources: ['workflows', 'libs/kernel', 'libs/domain', 'libs/wire'], product: 'dist/workflow-bundle.js', command: ['dist/workflows/bundle.js'] },
  { name: 'web-pages', sources: ['apps/web', 'libs/kernel', 'libs/domain', 'libs/wire', 'libs/messages', 'libs/accountability'], product: 'dist/web/index.html', command: ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn'] },
];

export function isBuilt(part) {
  const stamp = stampOf(part);
  return existsSync(join(ROOT, part.product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(part);
}

export async function build(part) {
  const before = fingerprint(part);
  rmSync(stampOf(part), { force: true });
  const { code, said } = await runQuietly([process.execPath, ...part.command]);
  if (code !== 0) throw new CannotGoOn(words('build-failed', { part: words(`part.${part.name}`), program: part.command[0], code, said: indented(said) }));
  if (part.name === 'services') removeOrphans(join(ROOT, 'dist'));
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(stampOf(part), before);
}

function stampOf(part) {
  return join(ROOT, 'dist', `.built-${part.name}`);
}

function fingerprint(part) {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) hash.update(digestOf(join(ROOT, file)));
  for (const folder of part.sources) for (const file of filesUnder(join(ROOT, folder), part.skip)) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(folder, skip) {
  if (!existsSync(folder) || relative(ROOT, folder) === skip) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path, skip);
      return /\.(tsx?|m?js|json|css|html|svg)$/.test(entry.name) ? [path] : [];
    });
}

/** What is found from folders at run time must not find what a source that is gone left in dist. */
function removeOrphans(dist) {
  for (const folder of CODE_FOLDERS) {
    for (const file of filesUnder(join(dist, folder), undefined)) {
      const source = join(ROOT, relative(dist, file));
      const origins = file.endsWith('.js') ? [source, source.replace(/\.js$/, '.ts')] : [source];
      if (!origins.some((origin) => existsSync(origin))) rmSync(file);
    }
  }
}

/** Runs to the end, keeping what it says for the case that it fails. */
export function runQuietly([command, ...args], options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let said = '';
    const keep = (chunk) => { said = (said + chunk).slice(-20_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, said: `${said}${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, said }));
  });
}

/** The beginning, where npm names the trouble, and the end, where compilers do. */
function indented(text) {
  const lines = text.trim().split('\n');
  const shown = lines.length <= 50 ? lines : [...lines.slice(0, 20), words('lines-left-out', { count: lines.length - 40 }), ...lines.slice(-20)];
  return shown.map((line) => `  | ${line}`).join('\n');
}
