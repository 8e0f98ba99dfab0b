import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { codeOf, type PoisonEvent } from './poison.js';
import type { Suffix } from './table.js';

/** A set of tables beside the live one: the next to take its place, or the one that stood there before and can stand there again. */
export type CopyName = 'next' | 'before';

/** `fold`, `copy` and `index` while it is built; `ready` to be compared and switched; `stopped` at an event that it cannot take. */
export type CopyStage = 'fold' | 'copy' | 'index' | 'ready' | 'stopped';

/** How a copy stands, for whoever asks in any process. */
export interface Copy {
  readonly copy: CopyName;
  readonly stage: CopyStage;
  readonly version: number;
  /** How far its rows have come; 0 until it is built. */
  readonly position: number;
  readonly done: number;
  readonly total: number;
  readonly by: string;
  readonly startedAt: string;
  /** When it last came further: one that is not built yet and has not moved for long was killed. */
  readonly movedAt: string;
  readonly stop: { readonly position: number; readonly eventId: string; readonly eventType: string; readonly code: string } | null;
}

export const SUFFIX: Readonly<Record<CopyName, Suffix>> = { next: '_next', before: '_before' };

/** The columns of a copy as the properties of one, for a table called `r`. */
export const COPY_COLUMNS = `r.copy, r.stage, r.version, r.position, r.done, r.total, r.by, r.started_at as "startedAt", r.moved_at as "movedAt",
  case when r.stage = 'stopped' then json_build_object('position', r.stopped_at, 'eventId', r.event_id, 'eventType', r.event_type, 'code', r.code) end as stop`;

export async function readCopy(client: pg.ClientBase | pg.Pool, name: string, copy: CopyName): Promise<Copy | undefined> {
  const { rows } = await client.query<Copy>(`select ${COPY_COLUMNS} from read.rebuild r where name = $1 and copy = $2`, [name, copy]);
  return rows[0];
}

/** Whether the rebuild that would bring it further is held up by an event. */
export async function isStopped(client: pg.ClientBase, name: string): Promise<boolean> {
  return (await readCopy(client, name, 'next'))?.stage === 'stopped';
}

export async function beginNext(client: pg.ClientBase, name: string, { version, total, by }: Pick<Copy, 'version' | 'total' | 'by'>): Promise<void> {
  await forgetCopy(client, name, 'next');
  await client.query(
    `insert into read.rebuild (name, copy, stage, version, position, done, total, by) values ($1, 'next', 'fold', $2, 0, 0, $3, $4)`, [name, version, total, by],
  );
}

export async function nextIsReady(client: pg.ClientBase, name: string, position: number): Promise<void> {
  await client.query(`update read.rebuild set stage = 'ready', position = $2, done = $2, total = $2, moved_at = now() where name = $1 and copy = 'next'`, [name, position]);
}

/** Within the caller's transaction. False when it is no longer where the caller believed it. */
export async function moveCopy(client: pg.ClientBase, name: string, copy: CopyName, from: number, to: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `update read.rebuild set stage = 'ready', position = $4, moved_at = now() where name = $1 and copy = $2 and position = $3 and position < $4`, [name, copy, from, to],
  );
  return rowCount === 1;
}

export async function stopCopy(client: pg.ClientBase, name: string, copy: CopyName, { event, cause }: { readonly event: RecordedEvent; readonly cause?: PoisonEvent['cause'] }): Promise<void> {
  await client.query(
    `update read.rebuild set stage = 'stopped', stopped_at = $3, event_id = $4, event_type = $5, code = $6, moved_at = now() where name = $1 and copy = $2`,
    [name, copy, event.position, event.eventId, event.type, codeOf(cause)],
  );
}

export async function forgetCopy(client: pg.ClientBase, name: string, copy: CopyName): Promise<void> {
  await client.query('delete from read.rebuild where name = $1 and copy = $2', [name, copy]);
}

const NOTED_EVERY_MS = 500;

/** Writes down how far a build has come, on a connection of its own, now and then. A note that fails is no harm: the next one says more. */
export class ProgressNotes {
  private notedAt = -Infinity;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly pool: pg.Pool, private readonly name: string) {}

  note(stage: 'fold' | 'copy' | 'index', done: number, total: number): void {
    if (done < total && performance.now() - this.notedAt < NOTED_EVERY_MS) return;
    this.notedAt = performance.now();
    this.writing = this.writing.then(() => this.pool.query(
      `update read.rebuild set stage = $2, done = $3, total = $4, moved_at = now() where name = $1 and copy = 'next' and stage in ('fold', 'copy', 'index')`, [this.name, stage, done, total],
    )).catch(() => undefined);
  }

  /** Resolves when nothing is left to write. */
  async settled(): Promise<void> {
    await this.writing;
  }
}
