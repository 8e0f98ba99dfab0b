import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, send, SERVICES } from './tree.mjs';

const VICTIMS = { postgresql: 3, temporal: 2, api: 3, projector: 2, worker: 3, everything: 1, 'the whole start': 0.5 };
/** PostgreSQL is many processes: its first one, one that serves a connection, or all of them. */
const OF_POSTGRES = { first: 1, one: 1, all: 2 };

/** Kills and stops what `npm start` runs, as chance has it. `tell` hears of each blow. */
export async function strike(tree, chance, { kills, longestStopMs, pauseMs: [least, most] }, tell) {
  for (let count = 1; count <= kills; count += 1) {
    await sleep(chance.between(least, most));
    const victim = chance.pick(VICTIMS);
    const stopMs = chance.often(0.25) ? Math.round(chance.between(1_000, longestStopMs)) : 0;
    const part = chance.pick(OF_POSTGRES);
    const chosen = chance.between(0, 1);
    if (victim === 'the whole start') {
      await tree.killWhole();
      tell({ count, victim, signal: 'SIGKILL' });
      continue;
    }
    const names = victim === 'everything' ? SERVICES : [victim];
    const pids = (await Promise.all(names.map((name) => processesOf(tree, name, stopMs > 0 ? 'all' : part, chosen)))).flat();
    for (const pid of pids) send(pid, stopMs > 0 ? 'SIGSTOP' : 'SIGKILL');
    tell({ count, victim, ...(stopMs > 0 ? { stopMs } : {}), ...(names.includes('postgresql') && !stopMs ? { part } : {}), processes: pids.length });
    if (stopMs === 0) continue;
    await sleep(stopMs);
    for (const pid of pids) send(pid, 'SIGCONT');
  }
}

async function processesOf(tree, service, part, chosen) {
  const pid = await tree.pidOf(service);
  if (pid === null || service !== 'postgresql') return pid === null ? [] : [pid];
  const served = await childrenOf(pid);
  if (part === 'first' || served.length === 0) return [pid];
  return part === 'all' ? [pid, ...served] : [served[Math.floor(chosen * served.length)]];
}
