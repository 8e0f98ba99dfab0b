import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import type { KeptProcess } from './kept-process.js';

const READY_TIMEOUT_MS = 180_000;
const DEATHS_TO_GIVE_UP = 3;

/** Throws Fault app-does-not-start, with the app's last words, or apps-not-ready. */
export async function untilAppsReady(url: string, apps: readonly KeptProcess[]): Promise<void> {
  const until = performance.now() + READY_TIMEOUT_MS;
  let last = 'no answer';
  while (performance.now() < until) {
    const dying = apps.find((app) => app.deaths >= DEATHS_TO_GIVE_UP);
    if (dying) throw await doesNotStart(dying);
    last = await readiness(url);
    if (last === 'ready') return;
    await sleep(250);
  }
  throw new Fault('apps-not-ready', { params: { url: `${url}/health/ready` }, tryNext: `They started but did not become ready in time; the last answer was: ${last}` });
}

async function doesNotStart(app: KeptProcess): Promise<Fault> {
  const words = (await app.lastWords()).trim().split('\n').slice(-15).join('\n  | ');
  return new Fault('app-does-not-start', { params: { app: app.name, deaths: app.deaths }, tryNext: `It wrote:\n  | ${words}` });
}

async function readiness(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? 'ready' : `${answer.status} ${(await answer.text()).slice(0, 300)}`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
