import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killRun } from './kills/run.mjs';

// `node test/faults/kills.mjs --seed 7 --kills 60`: the product under load, killed and stopped by chance that the seed repeats.
// Exits with 0 when every invariant held. A run in which one did not keeps its folder: ledger, blows, logs, database, and what was found.

const { values } = parseArgs({ options: {
  seed: { type: 'string' }, kills: { type: 'string', default: '60' }, lanes: { type: 'string', default: '4' },
  rest: { type: 'string', default: '1' }, stop: { type: 'string', default: '30' }, pause: { type: 'string', default: '1,5' }, keep: { type: 'boolean', default: false },
} });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const say = (line) => process.stdout.write(`${line}\n`);

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const home = await mkdtemp(join(tmpdir(), `minqing-kills-${seed}-`));
await chmod(home, 0o755);
say(`seed ${seed}, ${values.kills} blows, in ${home}`);
let failed = true;
try {
  const { broken, counts } = await killRun({
    home, port: await freePort(), seed, say, kills: Number(values.kills), lanes: Number(values.lanes), restMs: Number(values.rest) * 1_000,
    longestStopMs: Number(values.stop) * 1_000, pauseMs: values.pause.split(',').map((seconds) => Number(seconds) * 1_000),
  });
  say(JSON.stringify(counts, null, 1));
  failed = broken.length > 0;
  if (failed) await writeFile(join(home, 'broken.json'), JSON.stringify(broken, null, 2));
  say(failed ? `BROKEN: ${JSON.stringify(broken.slice(0, 10), null, 1)}` : `seed ${seed}: every invariant held`);
} catch (failure) {
  say(`THE RUN FAILED: ${failure.stack}`);
}
if (failed || values.keep) say(`kept: ${home}; again: node test/faults/kills.mjs --seed ${seed} --kills ${values.kills}`);
else await rm(home, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
