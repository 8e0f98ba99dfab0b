import type pg from 'pg';
import { Spill } from './spill.js';

/** Every so many rows one is measured; the others are reckoned like it. */
const MEASURED_EVERY = 32;
/** A row takes about so many bytes of heap for each character of its JSON. */
const BYTES_A_CHARACTER = 2;
const MOST_AT_ONCE = 5000;

/**
 * The rows of a fold, of which so many bytes are held in memory: those that no event has touched for longest go to a
 * table of the connection's own, and come back when one does. As long as all fit, that table is never made.
 */
export class HeldRows {
  private readonly spill: Spill;
  /** Touched since the last turn, and between the last two. */
  private recent = new Map<string, object | null>();
  private earlier = new Map<string, object | null>();
  private touches = 0;
  private measured = { rows: 0, bytes: 0 };

  constructor(client: pg.ClientBase, private readonly mostBytes: number) {
    this.spill = new Spill(client);
  }

  /** What is held now, as reckoned from the rows that were measured. */
  get bytes(): number {
    return (this.recent.size + this.earlier.size) * this.rowBytes;
  }

  get(key: string): object | null | undefined {
    return this.recent.get(key) ?? this.earlier.get(key);
  }

  set(key: string, row: object | null): void {
    if (this.earlier.size > 0) this.earlier.delete(key);
    this.recent.set(key, row);
    if (this.touches++ % MEASURED_EVERY === 0) this.measure(row);
  }

  /** Must have resolved before an event of these keys is folded. The keys are asked for when they are needed. */
  async bring(keys: () => Iterable<string>): Promise<void> {
    if (!this.spill.used) return;
    const away = [...new Set(keys())].filter((key) => !this.recent.has(key) && !this.earlier.has(key));
    if (away.length === 0) return;
    for (const [key, row] of await this.spill.find(away)) this.recent.set(key, row);
  }

  /** Brings what is held under its limit; to be called after each page. */
  async settle(): Promise<void> {
    if (this.recent.size * this.rowBytes <= this.mostBytes / 2) return;
    if (this.earlier.size > 0) await this.spill.put(this.earlier);
    this.earlier = this.recent;
    this.recent = new Map();
  }

  /** All rows that are, some at a time, and how many they are at most. Afterwards none are held. */
  async drain(): Promise<{ readonly total: number; readonly batches: AsyncIterable<readonly object[]> | Iterable<readonly object[]> }> {
    const held = [this.earlier, this.recent];
    [this.earlier, this.recent] = [new Map(), new Map()];
    if (!this.spill.used) {
      const rows = held.flatMap((part) => [...part.values()]).filter((row) => row !== null);
      return { total: rows.length, batches: [rows] };
    }
    for (let part = held.shift(); part; part = held.shift()) await this.spill.put(part);
    const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(this.mostBytes / 4 / this.rowBytes)));
    return { total: await this.spill.count(), batches: this.spill.all(atOnce) };
  }

  /** To be called when the rows are where they belong. */
  async end(): Promise<void> {
    if (this.spill.used) await this.spill.drop();
  }

  private get rowBytes(): number {
    return this.measured.rows === 0 ? 0 : this.measured.bytes / this.measured.rows;
  }

  private measure(row: object | null): void {
    this.measured.rows += 1;
    this.measured.bytes += BYTES_A_CHARACTER * JSON.stringify(row).length;
  }
}
