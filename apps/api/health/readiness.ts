import type { Coverage } from '#domain';
import type { EventStore, StoreHealth } from '#event-store';
import type { api } from '#wire';
import type { Recovery } from '../parts.js';
import { answer } from './answer.js';
import type { ClockStanding } from './clock-standing.js';

type Health = 'up' | 'down';
export type RecordStatus = Health | 'frozen' | 'gap-undeclared' | 'restore-unfinished';

/** How far each read model is, whether an event that it cannot take has stopped it, and what it was made to leave out. */
export type ReadModelsHealth = () => Promise<readonly { readonly name: string; readonly position: number; readonly poison: object | null; readonly skipped: readonly object[] }[]>;

export interface ReadinessReport {
  readonly status: 'ready' | 'not-ready';
  readonly parts: {
    /** `frozen`: it can be read, and nothing is written until the database is healed and the process started anew. `gap-undeclared`: restored, and nothing is written until the gap is declared. `restore-unfinished`: a restore writes, or broke off. */
    readonly record: { readonly status: RecordStatus; readonly position: number | null; readonly epoch: number | null };
    readonly readModels: { readonly status: Health; readonly position: number | null; readonly lag: number | null; readonly stopped: readonly string[]; readonly incomplete: readonly string[] };
    readonly clock: ClockStanding;
    /** Null while they cannot be asked. */
    readonly seals: api.SealStanding | null;
    /** Whether the working calendar still reaches far enough; null while the record cannot be asked. */
    readonly calendar: Coverage | null;
  };
}

/** Asks each part that requests need. What the clock, the seals and the calendar answer is told, but nothing depends on it. */
export class Readiness {
  constructor(
    private readonly record: { readonly store: Pick<EventStore, 'lastPosition'>; readonly health: () => StoreHealth; readonly recovery: () => Promise<Recovery> },
    private readonly readModels: ReadModelsHealth,
    private readonly clock: () => Promise<ClockStanding>,
    private readonly seals: () => Promise<api.SealStanding>,
    private readonly calendarCoverage: () => Promise<Coverage>,
  ) {}

  async report(): Promise<ReadinessReport> {
    const [position, read, clock, seals, calendar, recovery] = await Promise.all([
      answer(() => this.record.store.lastPosition()),
      answer(this.readModels),
      this.clock(),
      answer(this.seals),
      answer(this.calendarCoverage),
      answer(this.record.recovery),
    ]);
    const record = this.statusOf(position, recovery);
    const shown = read && Math.min(...read.map((one) => one.position));
    return {
      status: record === 'up' && read !== null ? 'ready' : 'not-ready',
      parts: {
        record: { status: record, position, epoch: recovery && recovery.epoch },
        readModels: {
          status: health(read !== null),
          position: shown,
          lag: position === null || shown === null ? null : Math.max(0, position - shown),
          stopped: (read ?? []).filter((one) => one.poison !== null).map((one) => one.name),
          incomplete: (read ?? []).filter((one) => one.skipped.length > 0).map((one) => one.name),
        },
        clock,
        seals,
        calendar,
      },
    };
  }

  private statusOf(position: number | null, recovery: Recovery | null): RecordStatus {
    if (this.record.health().status === 'frozen') return 'frozen';
    if (recovery?.restore) return recovery.restore.position === null ? 'restore-unfinished' : 'gap-undeclared';
    return health(position !== null && recovery !== null);
  }
}

function health(isUp: boolean): Health {
  return isUp ? 'up' : 'down';
}
