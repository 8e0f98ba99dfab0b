import type { api } from '#wire';
import type { ApiParts } from '../parts.js';
import { behindRecord } from './behind.js';

/** The sealer begins a turn each minute: what has waited for five was left out by several. */
const LATE_MS = 5 * 60_000;

/** How the seals stand, as seen by a process that makes none. Fails when they cannot be asked. */
export async function sealStanding(parts: Pick<ApiParts, 'operators' | 'record' | 'now'>): Promise<api.SealStanding> {
  const { turn, witnesses, ...seals } = await parts.operators.seals();
  const { lag: unsealed, behindMs } = await (await behindRecord(parts))(seals.sealed);
  const sinceTurn = turn ? Date.parse(parts.now()) - Date.parse(turn.at) : 0;
  const failure = turn?.failure ?? null;
  const late = (behindMs ?? 0) >= LATE_MS || sinceTurn >= LATE_MS || failure !== null || witnesses.some((one) => one.failure !== null);
  return { ...seals, unsealed, behindMs, turnAt: turn?.at ?? null, failure, late, witnesses: [...witnesses] };
}
