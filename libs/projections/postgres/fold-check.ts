import type { SharedReading } from '#event-store';
import pg from 'pg';
import type { Difference } from '../rebuilds.js';
import { alone, atOneMoment, withAnother, type RebuildParts } from './alone.js';
import { stopped, takeUpTo } from './catch-up.js';
import { readCheckpoint } from './checkpoint.js';
import { differences } from './compare.js';
import { fill } from './fill.js';
import { PoisonEvent } from './poison.js';
import type { Sink } from './sink.js';
import { skippedPositions } from './skips.js';
import { PROJECTION_NAMES } from './sinks.js';
import { dropTable } from './table.js';
import { turns } from './turns.js';

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
export async function compareWithFold(parts: RebuildParts, name: string, inTurn = turns()): Promise<FoldCheck> {
  return await alone(parts, name, 'check', async (client, sink) => {
    const check = await checked(client, parts, sink, inTurn);
    for (const table of sink.tables) await dropTable(client, table, '_check');
    return check;
  });
}

type InTurn = ReturnType<typeof turns>;

/** What became of the comparison of one read model: its faults are told, not thrown. */
export interface NamedCheck {
  readonly name: string;
  readonly outcome: PromiseSettledResult<FoldCheck>;
}

/**
 * Compares every read model so, all with one reading of the log; whoever else is to read along has joined it before. They
 * hold two connections each and one more, besides those of the pool: whoever reads the log needs that.
 */
export async function compareEachWithFold({ pool, store }: RebuildParts, reading: SharedReading): Promise<readonly NamedCheck[]> {
  const own = new pg.Pool({ ...pool.options, max: 2 * PROJECTION_NAMES.length + 1 });
  own.on('error', () => undefined);
  const inTurn = turns();
  try {
    return await Promise.all(PROJECTION_NAMES.map((name) => ({ name, ...reading.reader() })).map(async ({ name, readAll, leave }) => {
      const parts: RebuildParts = { pool: own, store: { readAll, readStream: (stream) => store.readStream(stream), lastPosition: () => store.lastPosition() } };
      const [outcome] = await Promise.allSettled([compareWithFold(parts, name, inTurn).finally(leave)]);
      return { name, outcome };
    }));
  } finally {
    await own.end();
  }
}

async function checked(client: pg.ClientBase, parts: RebuildParts, sink: Sink, inTurn: InTurn): Promise<FoldCheck> {
  const { projection: { name } } = sink;
  const leftOut = await skippedPositions(client, name, 'live');
  try {
    const end = (await readCheckpoint(client, name)).position;
    const { rows, position } = await fill(client, parts, { sink, suffix: '_check', end, leftOut, limits: parts.limits }, () => undefined);
    const follower = { sink, suffix: '_check', move: async () => true, moved: () => undefined } as const;
    let at = position;
    const bring = async (to: number): Promise<void> => { at = await takeUpTo(client, parts.store, follower, at, to); };
    return await inTurn(() => withAnother(parts.pool, (holder) => atOneMoment(holder, client, name, bring, async () => ({ position: at, rows, differences: await differences(client, sink.tables, '_check') }))));
  } catch (error) {
    if (!(error instanceof PoisonEvent)) throw error;
    // It may have been skipped since we looked.
    if (!leftOut.has(error.event.position) && (await skippedPositions(client, name, 'live')).has(error.event.position)) return await checked(client, parts, sink, inTurn);
    throw stopped(error);
  }
}
