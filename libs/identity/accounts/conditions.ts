import { instantAt, nextDate, type Instant } from '#kernel';
import type { Desk } from './desk.js';

/** What a row must fulfil, as SQL and its values; what is not asked for adds nothing. */
export class Conditions {
  readonly values: unknown[] = [];

  constructor(private readonly parts: string[]) {}

  get text(): string {
    return this.parts.length === 0 ? 'true' : this.parts.join(' and ');
  }

  also(value: unknown, condition: (place: string) => string): this {
    if (value !== undefined) this.parts.push(condition(`$${this.values.push(value)}`));
    return this;
  }

  /** Rows of these days of the office, noted until a moment, behind a cursor. */
  within({ offsetMinutes }: Pick<Desk, 'offsetMinutes'>, { from, to, until, cursor }: { from?: string | undefined; to?: string | undefined; until?: Instant | undefined; cursor?: string | undefined }): this {
    return this
      .also(from && instantAt(from, '00:00', offsetMinutes), (place) => `at >= ${place}`)
      .also(to && instantAt(nextDate(to), '00:00', offsetMinutes), (place) => `at < ${place}`)
      .also(until, (place) => `at <= ${place}`)
      .also(cursor && Number(cursor), (place) => `id < ${place}`);
  }
}
