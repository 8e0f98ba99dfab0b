import type { EventStore } from '#event-store';
import { unitStream } from '../streams.js';

/**
 * The units above a unit, itself first. A unit never moves, so what was once read stays true; it is read from the record,
 * because the read model of units follows the log at its own pace.
 */
export class Ancestry {
  private readonly known = new Map<string, readonly string[]>();
  /** By area and holders; rows that lie alike share one list. */
  private readonly paths = new Map<string, readonly string[]>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  /** Must have resolved for a code before `above` or `path` is asked about it. */
  async load(codes: Iterable<string>): Promise<void> {
    for (const code of new Set(codes)) if (!this.known.has(code)) await this.read(code);
  }

  /** All units that may see an issue of this area and of these holders: the one that answers for it and those that stay co-responsible. */
  path(area: string, holders: readonly string[]): readonly string[] {
    const key = `${area} ${holders.join(' ')}`;
    const known = this.paths.get(key);
    if (known) return known;
    const path = [...new Set([area, ...holders].flatMap((code) => this.above(code)))];
    this.paths.set(key, path);
    return path;
  }

  private above(code: string): readonly string[] {
    return this.known.get(code) ?? [code];
  }

  private async read(code: string): Promise<readonly string[]> {
    const known = this.known.get(code);
    if (known) return known;
    const { events } = await this.store.readStream(unitStream(code));
    const first = events.find(({ type }) => type === 'UnitRegistered');
    // Not on record: an issue names it all the same, so it is seen there; asked again next time.
    if (!first) return [code];
    const { parent } = first.data as { readonly parent: string | null };
    const above = [code, ...(parent === null ? [] : await this.read(parent))];
    this.known.set(code, above);
    // A path may have been asked for while the unit was not on record.
    this.paths.clear();
    return above;
  }
}
