import type { Rulebook } from '#domain';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { Read, ReadModels, Scope } from '#projections';
import type { api } from '#wire';
import { actsOf, compareLives, relive, type Comparison } from '#what-if';
import { passDeadlineIdOf } from '../ids.js';
import { KnownUnits } from '../known-units.js';
import { calendarFor } from '../rulebook.js';
import { streamOf } from '../streams.js';

/** All that a what-if touches: it reads, and there is nothing here to write with. */
export interface WhatIfSources {
  readonly store: Pick<EventStore, 'readStream' | 'lastPosition'>;
  readonly readModels: Pick<ReadModels, 'ledger' | 'figures' | 'units' | 'cadreNames' | 'directory'>;
  readonly now: () => Instant;
}

/** The issues heard on these days within a unit; from behind a cursor of an answer before. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly unit?: string | undefined;
  readonly cursor?: string | undefined;
}

/** What lives are lived again by, and until when. */
export interface OtherLives {
  readonly rules: Rulebook;
  readonly scope: Scope;
  /** Both sides are measured at this moment, on the record up to this position. */
  readonly at: Instant;
  readonly position: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LifeAgain {
  readonly row: api.IssueRow;
  readonly comparison: Comparison;
}

/** So many streams are read side by side, and kept in memory at once. */
const PAGE = 50;

/** The issues of a period lived again by other rules, a page at a time, the last heard first. Throws the signal's reason once it aborts. */
export async function* livesAgain({ store, readModels }: WhatIfSources, { cursor, ...period }: Period, { rules, scope, at, position, signal }: OtherLives): AsyncGenerator<{ readonly lives: readonly LifeAgain[]; readonly next: string | null }> {
  const units = new KnownUnits(store, readModels);
  const calendar = calendarFor(rules);
  const live = async (row: api.IssueRow): Promise<LifeAgain[]> => {
    const { events } = await store.readStream(streamOf.issue(row.issueId));
    const acts = actsOf(events.filter((event) => event.position <= position));
    if (acts.length === 0) return [];
    const relived = await units.judge((directory) => relive(acts, { factsAt: () => ({ rules, calendar, directory, onRecord: true }), clockId: passDeadlineIdOf }, at));
    return [{ row, comparison: compareLives(relived, at) }];
  };
  for (let from: string | null | undefined = cursor; from !== null;) {
    signal?.throwIfAborted();
    const page: Read<api.LedgerPage> = await readModels.ledger({ ...given(period), limit: PAGE, ...(from === undefined ? {} : { cursor: from }) }, scope, at);
    yield { lives: (await Promise.all(page.rows.map(live))).flat(), next: page.next };
    from = page.next;
  }
}

/** How many issues a period holds. */
export async function issuesHeard({ readModels, now }: Pick<WhatIfSources, 'readModels' | 'now'>, { from, to, unit }: Period, scope: Scope): Promise<number> {
  const { total } = await readModels.figures({ by: 'unit', from, to, ...(unit === undefined ? {} : { unit }) }, scope, now());
  return total.received;
}

function given({ from, to, unit }: Period): Pick<api.LedgerQuery, 'from' | 'to' | 'unit'> {
  return { from, to, ...(unit === undefined ? {} : { unit }) };
}
