import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Installs the peers (into bench/ alone), builds, and runs the rows that were asked for. */
const root = fileURLToPath(new URL('..', import.meta.url));
const bench = fileURLToPath(new URL('.', import.meta.url));

function must(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(`${bench}node_modules`)) must('npm', ['ci', '--no-audit', '--no-fund'], bench);
must('npx', ['tsc', '-p', '.'], root);
must(process.execPath, ['dist/bench/main.js', ...process.argv.slice(2)], root);
