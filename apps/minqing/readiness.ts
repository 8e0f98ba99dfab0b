import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import type { KeptProcess } from './kept-process.js';

const READY_TIMEOUT_MS = 180_000;
const DEATHS_TO_GIVE_UP = 3;

/** `gap-undeclared`: all runs, but a restored record takes nothing until what it lacks is declared. */
export type Standing = 'ready' | 'gap-undeclared';

/** Throws Fault app-does-not-start, with the app's last words, or apps-not-ready. */
export async function untilAppsReady(url: string, apps: readonly KeptProcess[]): Promise<Standing> {
  const until = performance.now() + READY_TIMEOUT_MS;
  let last = 'no answer';
  while (performance.now() < until) {
    const dying = apps.find((app) => app.deaths >= DEATHS_TO_GIVE_UP);
    if (dying) throw await doesNotStart(dying);
    const { standing, said } = await ask(url);
    if (standing) return standing;
    last = said;
    await sleep(250);
  }
  throw new Fault('apps-not-ready', { params: { url: `${url}/health/ready`, last } });
}

const DECLARED_EVERY_MS = 2_000;

/** Until the services are ready after a gap was declared, or the signal aborts. */
export async function untilDeclared(url: string, signal: AbortSignal): Promise<void> {
  while ((await ask(url)).standing !== 'ready') await sleep(DECLARED_EVERY_MS, undefined, { signal });
}

async function doesNotStart(app: KeptProcess): Promise<Fault> {
  const said = (await app.lastWords()).trim().split('\n').slice(-15).join('\n  | ');
  return new Fault('app-does-not-start', { params: { app: app.name, deaths: app.deaths, said } });
}

interface Answer {
  /** Undefined while they are not there yet. */
  readonly standing: Standing | undefined;
  readonly said: string;
}

async function ask(url: string): Promise<Answer> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    return { standing: answer.ok ? 'ready' : isUndeclared(text) ? 'gap-undeclared' : undefined, said: `${answer.status} ${text.slice(0, 300)}` };
  } catch (cause) {
    return { standing: undefined, said: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** That the gap is undeclared is all that keeps them from being ready. */
function isUndeclared(report: string): boolean {
  const { parts } = JSON.parse(report) as { readonly parts?: { readonly record: { readonly status: string }; readonly readModels: { readonly status: string } } };
  return parts?.record.status === 'gap-undeclared' && parts.readModels.status === 'up';
}
