import type { Coverage } from '#domain';
import type { EventStore, StoreHealth } from '#event-store';
import type { api } from '#wire';
import { heldAt } from '../operations/standing.js';
import type { ApiParts, Recovery } from '../parts.js';
import { answer } from './answer.js';
import type { ClockStanding } from './clock-standing.js';

type Health = 'up' | 'down';
export type RecordStatus = Health | 'frozen' | 'gap-undeclared' | 'restore-unfinished';

export interface ReadinessReport {
  readonly status: 'ready' | 'not-ready';
  readonly parts: {
    /** `frozen`: it can be read, and nothing is written until the database is healed and the process started anew. `gap-undeclared`: restored, and nothing is written until the gap is declared. `restore-unfinished`: a restore writes, or broke off. */
    readonly record: { readonly status: RecordStatus; readonly position: number | null; readonly epoch: number | null };
    /** `stopped`: an event that one of them cannot take holds it; the others go on. */
    readonly readModels: { readonly status: Health | 'stopped'; readonly position: number | null; readonly lag: number | null; readonly stopped: readonly string[]; readonly incomplete: readonly string[] };
    readonly clock: ClockStanding;
    /** Null while they cannot be asked. */
    readonly seals: api.SealStanding | null;
    /** Whether the working calendar still reaches far enough; null while the record cannot be asked. */
    readonly calendar: Coverage | null;
  };
}

/**
 * Asks each part that requests need. What the clock, the seals and the calendar answer is told, but nothing depends on it; nor on a read model that
 * stopped, which would take every process at once from those whom the others still serve.
 */
export class Readiness {
  constructor(
    private readonly record: { readonly store: Pick<EventStore, 'lastPosition'>; readonly health: () => StoreHealth; readonly recovery: () => Promise<Recovery> },
    private readonly readModels: ApiParts['readModelsHealth'],
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
    const stopped = (read ?? []).filter((one) => heldAt(one) !== null).map((one) => one.name);
    const shown = read && Math.min(...read.map((one) => one.position));
    return {
      status: record === 'up' && read !== null ? 'ready' : 'not-ready',
      parts: {
        record: { status: record, position, epoch: recovery && recovery.epoch },
        readModels: {
          status: stopped.length > 0 ? 'stopped' : health(read !== null),
          position: shown,
          lag: position === null || shown === null ? null : Math.max(0, position - shown),
          stopped,
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
