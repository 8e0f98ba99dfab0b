import { Fault } from '#kernel';
import type pg from 'pg';
import type { Comparison, OnProgress, Rebuilt } from '../rebuilds.js';
import { ADVANCED } from './announce.js';
import { alone, atOneMoment, withAnother, withLiveHeld, type RebuildParts } from './alone.js';
import { forgetAsked } from './asked.js';
import { catchUp, stoppingAtPoison } from './catch-up.js';
import { readCheckpoint } from './checkpoint.js';
import { compareTables } from './compare.js';
import { beginNext, forgetCopy, nextIsReady, ProgressNotes, readCopy, type Copy } from './copies.js';
import { fill, type Filled } from './fill.js';
import type { Sink } from './sink.js';
import { forgetSkips, skippedPositions } from './skips.js';
import { putInPlace } from './switch.js';
import { dropTable } from './table.js';

const NONE: OnProgress = () => undefined;

/**
 * Folds a read model anew beside the live one, which goes on, and puts it in its place; the one that stood there is kept
 * for `undoSwitch`. Faults: those of `buildBeside` and `switchOver`.
 */
export async function rebuild(parts: RebuildParts, name: string, by: string, onProgress = NONE): Promise<Rebuilt> {
  return await alone(parts, name, 'rebuild', async (client, sink) => {
    const { rows } = await build(client, parts, sink, by, onProgress);
    onProgress({ stage: 'finish', done: 0, total: 1 });
    return { events: await putNextInPlace(client, parts, sink, by), rows };
  });
}

/**
 * The first step alone. Whatever ends it leaves the live one as it is; begun again, it begins from the start. Faults: `rebuild-running`, `projection-unknown`, `rebuild-stopped` (at an event that it cannot take).
 */
export async function buildBeside(parts: RebuildParts, name: string, by: string, onProgress = NONE): Promise<Rebuilt> {
  return await alone(parts, name, 'rebuild', async (client, sink) => {
    const { position, rows } = await build(client, parts, sink, by, onProgress);
    return { events: position, rows };
  });
}

/**
 * The second: what was built beside and the live one, brought to the same position, row by row. Both go on meanwhile.
 * Faults: `rebuild-running`, `nothing-beside`, `beside-unfinished`, `beside-other-version`, `rebuild-stopped`, `record-shorter`,
 * `live-behind` (the live one has not come as far).
 */
export async function compareBeside(parts: RebuildParts, name: string): Promise<Comparison> {
  return await alone(parts, name, 'rebuild', async (client, sink) => withAnother(parts.pool, async (other) => {
    const ready = await readyCopy(client, sink);
    let { position } = ready;
    const bring = async (end: number): Promise<void> => { position = await catchUp(other, parts.store, sink, { ...ready, position }, end); };
    return await atOneMoment(client, other, name, bring, async (live) => {
      if (live.position < position) throw new Fault('live-behind', { params: { name, position: live.position, beside: position }, tryNext: 'wait for the projector, or switch if the live one cannot go on' });
      return { position, versions: { live: live.version, beside: ready.version }, tables: await compareTables(other, sink.tables, '_next') };
    });
  }));
}

/**
 * The third: puts what was built beside in the live one's place, in one transaction and at a checkpoint that is not less.
 * Faults: those of `compareBeside` but the last. Answers with the position.
 */
export async function switchOver(parts: RebuildParts, name: string, by: string): Promise<number> {
  return await alone(parts, name, 'rebuild', (client, sink) => putNextInPlace(client, parts, sink, by));
}

/** Removes what is kept beside the live one, the next and the one before, and what is asked for. */
export async function dropCopies(parts: RebuildParts, name: string): Promise<void> {
  await alone(parts, name, 'rebuild', async (client, sink) => {
    for (const [copy, suffix] of [['next', '_next'], ['before', '_before']] as const) {
      // Its tables last: a copy without an entry is found and removed by the next one, an entry without tables is not.
      await forgetCopy(client, name, copy);
      await forgetSkips(client, name, copy);
      for (const table of sink.tables) await dropTable(client, table, suffix);
    }
    await forgetAsked(client, name);
  });
}

async function build(client: pg.ClientBase, { pool, store, limits }: RebuildParts, sink: Sink, by: string, onProgress: OnProgress): Promise<Filled> {
  const { name, version } = sink.projection;
  const end = await store.lastPosition();
  await beginNext(client, name, { version, total: end, by });
  const leftOut = await skippedPositions(client, name, 'next');
  const notes = new ProgressNotes(pool, name);
  try {
    const filled = await stoppingAtPoison(client, name, 'next', () => fill(client, { pool, store }, { sink, suffix: '_next', end, leftOut, limits }, (progress) => {
      if (progress.stage !== 'finish') notes.note(progress.stage, progress.done, progress.total);
      onProgress(progress);
    }));
    await notes.settled();
    await nextIsReady(client, name, filled.position);
    return filled;
  } finally {
    await notes.settled();
  }
}

async function putNextInPlace(client: pg.ClientBase, { pool, store }: RebuildParts, sink: Sink, by: string): Promise<number> {
  const { name } = sink.projection;
  const position = await withAnother(pool, async (other) => {
    const ready = await readyCopy(client, sink);
    let at = await catchUp(other, store, sink, ready, (await readCheckpoint(client, name)).position);
    return await withLiveHeld(client, name, async (live) => {
      at = await catchUp(other, store, sink, { ...ready, position: at }, live.position);
      await putInPlace(client, sink, { version: ready.version, position: at }, live, by);
      return at;
    });
  });
  await client.query(`notify ${ADVANCED}`);
  return position;
}

async function readyCopy(client: pg.ClientBase, { projection: { name, version } }: Sink): Promise<Copy> {
  const copy = await readCopy(client, name, 'next');
  if (!copy) throw new Fault('nothing-beside', { params: { name }, tryNext: 'build it first' });
  if (copy.version !== version) throw new Fault('beside-other-version', { params: { name, version: copy.version, known: version }, tryNext: 'build it again with this version of the product' });
  if (copy.stage !== 'ready' && copy.position === 0) throw new Fault('beside-unfinished', { params: { name, stage: copy.stage }, tryNext: 'build it again: whoever built it was ended' });
  return copy;
}
