import type pg from 'pg';
import type { Difference, OnProgress } from '../rebuilds.js';
import { alone, atOneMoment, withAnother, type RebuildParts } from './alone.js';
import { stopped, takeUpTo } from './catch-up.js';
import { readCheckpoint } from './checkpoint.js';
import { differences } from './compare.js';
import { fill } from './fill.js';
import { PoisonEvent } from './poison.js';
import type { Sink } from './sink.js';
import { skippedPositions } from './skips.js';
import { dropTable } from './table.js';

export interface FoldCheck {
  readonly position: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
}

/**
 * Folds a read model anew, without the events that it was made to skip, and compares it with the live one at the same
 * position, row by row. Changes nothing, and leaves a rebuild that is under way alone. Faults: `rebuild-running` (another
 * comparison), `projection-unknown`, `record-shorter` (the live one has seen more than the record now holds), `rebuild-stopped`.
 */
export async function compareWithFold(parts: RebuildParts, name: string, onProgress: OnProgress = () => undefined): Promise<FoldCheck> {
  return await alone(parts, name, 'check', async (client, sink) => {
    const check = await checked(client, parts, sink, onProgress);
    for (const table of sink.tables) await dropTable(client, table, '_check');
    return check;
  });
}

async function checked(client: pg.ClientBase, parts: RebuildParts, sink: Sink, onProgress: OnProgress): Promise<FoldCheck> {
  const { projection: { name } } = sink;
  const leftOut = await skippedPositions(client, name, 'live');
  try {
    const end = (await readCheckpoint(client, name)).position;
    const { rows, position } = await fill(client, parts, { sink, suffix: '_check', end, leftOut, limits: parts.limits }, onProgress);
    const follower = { sink, suffix: '_check', move: async () => true, moved: () => undefined } as const;
    let at = position;
    const bring = async (to: number): Promise<void> => { at = await takeUpTo(client, parts.store, follower, at, to); };
    return await withAnother(parts.pool, (holder) => atOneMoment(holder, client, name, bring, async () => ({ position: at, rows, differences: await differences(client, sink.tables, '_check') })));
  } catch (error) {
    if (!(error instanceof PoisonEvent)) throw error;
    // It may have been skipped since we looked.
    if (!leftOut.has(error.event.position) && (await skippedPositions(client, name, 'live')).has(error.event.position)) return await checked(client, parts, sink, onProgress);
    throw stopped(error);
  }
}
