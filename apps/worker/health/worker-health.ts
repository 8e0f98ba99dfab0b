import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockHealth } from '#clock';
import type { ClockPosition } from '#clock/position';
import type { StoreHealth } from '#event-store';
import type { Instant } from '#kernel';
import type { CommandsInHand } from './commands-in-hand.js';
import { Standstill } from './standstill.js';

/**
 * `appends`: what the clock's activities write to the record. `checkpoint`: the keeper's, in its table. `telling`: what Temporal is
 * told. `comparing`: record and Temporal, by which heals what is lost there. `providing`: the schedule that seals the record, and the search attributes.
 * `sealing`: the record, by whatever worker, and what witnesses are told of it. `looking`: the record and those tables cannot even be asked.
 */
export const WORKER_PARTS = ['appends', 'checkpoint', 'telling', 'comparing', 'providing', 'sealing', 'looking'] as const;
export type WorkerPart = (typeof WORKER_PARTS)[number];

/** `frozen` heals by nothing but somebody's act; `stalled`: work waits and nothing of it has been done for longer than the limit. */
export type PartState = 'moves' | 'stalled' | 'frozen';

export interface WorkerReport {
  readonly status: 'ready' | 'not-ready';
  readonly clock: ClockHealth['state'];
  readonly parts: Readonly<Record<WorkerPart, PartState>>;
  /** As at the last look that was answered; null before the first. */
  readonly position: { readonly record: number; readonly checkpoint: number } | null;
  readonly commandsWaiting: number;
}

export interface WorkerHealthParts {
  readonly store: { health(): StoreHealth; lastPosition(): Promise<number> };
  readonly checkpoint: () => Promise<ClockPosition | null>;
  readonly clock: () => ClockHealth;
  /** When the record was last sealed and every witness had it; null when that was never. */
  readonly sealedAt: () => Promise<Instant | null>;
  readonly commands: CommandsInHand;
  /** Told once when a part stops, and once when it goes on. */
  readonly changed: (part: WorkerPart, state: PartState) => void;
  readonly limits?: HealthLimits;
}

export interface HealthLimits {
  /** How long something may stand still. */
  readonly standMs: number;
  /** How long no comparison of record and Temporal may succeed, nor heal anything. */
  readonly compareMs: number;
  /** How long the record may stay unsealed, or a witness without what it is to be told. */
  readonly sealMs: number;
  readonly lookEveryMs: number;
  /** How long a look waits for its answer. */
  readonly answerMs: number;
}

/** Within a minute of any recovery an open issue has its workflow and a deadline has passed (invariants 5 and 6): what stands for longer has not recovered. */
const USUAL: HealthLimits = { standMs: 60_000, compareMs: 180_000, sealMs: 300_000, lookEveryMs: 5_000, answerMs: 4_000 };

interface Found {
  readonly position: NonNullable<WorkerReport['position']>;
  readonly sealedAt: Instant | null;
}

const ALL_MOVE: WorkerReport['parts'] = { appends: 'moves', checkpoint: 'moves', telling: 'moves', comparing: 'moves', providing: 'moves', sealing: 'moves', looking: 'moves' };

/** Looks again and again whether this process still does its work. */
export class WorkerHealth {
  private readonly limits: HealthLimits;
  private readonly standing: Readonly<Record<WorkerPart, Standstill>>;
  private parts = ALL_MOVE;
  private position: WorkerReport['position'] = null;
  private sealedAt: Instant | null = null;
  private looks = 0;

  constructor(private readonly of: WorkerHealthParts) {
    this.limits = of.limits ?? USUAL;
    const standstill = (): Standstill => new Standstill(this.limits.standMs);
    this.standing = { appends: standstill(), checkpoint: standstill(), telling: standstill(), comparing: new Standstill(this.limits.compareMs), providing: standstill(), sealing: new Standstill(this.limits.sealMs), looking: standstill() };
  }

  get report(): WorkerReport {
    const { state } = this.of.clock();
    const moves = WORKER_PARTS.every((part) => this.parts[part] === 'moves');
    return { status: moves && state !== 'frozen' && state !== 'starting' ? 'ready' : 'not-ready', clock: state, parts: this.parts, position: this.position, commandsWaiting: this.of.commands.now.waiting };
  }

  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await sleep(this.limits.lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const found = await this.ask();
    if (found) {
      this.position = found.position;
      this.sealedAt = found.sealedAt;
      this.looks += 1;
    }
    const at = performance.now();
    const { state, senderFailure, provisionFailure, compared } = this.of.clock();
    const keeps = state === 'running' || state === 'frozen';
    const { waiting, answered } = this.of.commands.now;
    const store = this.of.store.health();
    const stands = (part: WorkerPart, mark: unknown, waits: boolean): PartState => (this.standing[part].see(at, { mark, waits }) ? 'stalled' : 'moves');
    this.change({
      appends: store.status === 'frozen' ? 'frozen' : stands('appends', answered, waiting > 0 || store.status === 'unavailable'),
      // Another process may keep the clock: then that one's checkpoint is its own to move.
      checkpoint: stands('checkpoint', this.position?.checkpoint, state === 'running' && this.position !== null && this.position.checkpoint < this.position.record),
      telling: stands('telling', null, state === 'running' && senderFailure !== null),
      // A clock that stands still compares, and sees to Temporal, all the same.
      comparing: stands('comparing', compared, keeps),
      providing: stands('providing', null, keeps && provisionFailure !== null),
      // While a gap is undeclared nothing is sealed, and the clock tells why.
      sealing: stands('sealing', this.sealedAt, state !== 'frozen'),
      looking: stands('looking', this.looks, found === null),
    });
  }

  /** Null when there is no answer in time. */
  private async ask(): Promise<Found | null> {
    const late = sleep(this.limits.answerMs, null, { ref: false });
    const asked = Promise.all([this.of.store.lastPosition(), this.of.checkpoint(), this.of.sealedAt()])
      .then(([record, kept, sealedAt]) => ({ position: { record, checkpoint: kept?.position ?? 0 }, sealedAt }), () => null);
    return await Promise.race([asked, late]);
  }

  private change(parts: WorkerReport['parts']): void {
    const before = this.parts;
    this.parts = parts;
    for (const part of WORKER_PARTS) if (parts[part] !== before[part]) this.of.changed(part, parts[part]);
  }
}
