import { unitDecider, type Directory, type UnitEvent, type UnitRef } from '#domain';
import type { EventStore } from '#event-store';
import type { ReadModels } from '#projections';
import { decodeEvent } from '#wire';
import { Believed } from './believed.js';
import { streamOf } from './streams.js';

/**
 * The tree of units as far as this process has asked for it: a unit never moves or ends. Rules ask without waiting: what they
 * asked for and was not known yet is noted and looked up (in the record, where the read models lag behind it), and the rule is asked again.
 */
export class KnownUnits implements Directory {
  private readonly known: Believed<UnitRef>;
  private missed = new Set<string>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>, private readonly readModels: Pick<ReadModels, 'directory'>, believedMs?: number) {
    this.known = new Believed(believedMs);
  }

  unit(code: string): UnitRef | undefined {
    const unit = this.known.get(code);
    if (!unit) this.missed.add(code);
    return unit;
  }

  /** What a rule says, asked again as long as units turn up that it asked for and this process had not read yet. */
  async judge<T>(rule: (units: Directory) => T): Promise<T> {
    this.known.renew();
    let answer = rule(this);
    while (await this.learn()) answer = rule(this);
    return answer;
  }

  /** Looks up what was asked for in vain since the last call; true when any of it exists, so that judging again may end differently. */
  private async learn(): Promise<boolean> {
    if (this.missed.size === 0) return false;
    const codes = [...this.missed];
    this.missed = new Set();
    const directory = await this.readModels.directory();
    const units = await Promise.all(codes.map((code) => directory.unit(code) ?? this.unitOnRecord(code)));
    for (const unit of units) if (unit) this.known.set(unit.code, unit);
    return units.some((unit) => unit !== undefined);
  }

  private async unitOnRecord(code: string): Promise<UnitRef | undefined> {
    const { events } = await this.store.readStream(streamOf.unit(code));
    const unit = events.map((event) => decodeEvent(event) as UnitEvent).reduce(unitDecider.evolve, unitDecider.initial);
    return unit.status === 'none' ? undefined : { code: unit.code, level: unit.level, kind: unit.kind, parent: unit.parent };
  }
}
