import { controlRates, drift, type ControlRates } from './control.js';
import type { Load, Measured } from './drive.js';
import type { RemoteSide } from './side.js';

export interface Round {
  readonly before: ControlRates;
  readonly after: ControlRates;
  readonly drift: number;
  readonly measured: Readonly<Record<string, Measured>>;
}

export interface Plan {
  readonly load: Load;
  /** Rounds to keep, and the most to run for them. */
  readonly keep: number;
  readonly atMost: number;
  readonly folder: string;
  readonly controlMs: number;
}

export const GREATEST_DRIFT = 0.2;

/** Runs the sides in turn, A B C then C B A, and drops the rounds during which the machine itself changed. */
export async function interleave(sides: readonly RemoteSide[], plan: Plan): Promise<{ kept: Round[]; dropped: Round[] }> {
  const kept: Round[] = [];
  const dropped: Round[] = [];
  for (let turn = 0; kept.length < plan.keep && turn < plan.atMost; turn++) {
    const measured: Record<string, Measured> = {};
    for (const side of sides) await side.call('ready');
    const before = controlRates(plan.folder, plan.controlMs);
    for (const side of turn % 2 === 0 ? sides : [...sides].reverse()) measured[side.name] = await side.call('round', plan.load);
    const after = controlRates(plan.folder, plan.controlMs);
    const round = { before, after, drift: drift(before, after), measured };
    (round.drift > GREATEST_DRIFT ? dropped : kept).push(round);
  }
  for (const side of sides) await side.call('verify');
  return { kept, dropped };
}
