import type pg from 'pg';
import { readAsked, type Asked } from './asked.js';
import { COPY_COLUMNS, type Copy } from './copies.js';
import type { Skip } from './skips.js';

export interface ProjectionHealth {
  readonly name: string;
  readonly version: number;
  readonly position: number;
  readonly movedAt: string;
  /** The event that it stopped at, if it did; the other read models go on. */
  readonly poison: { readonly position: number; readonly eventId: string; readonly eventType: string; readonly error: string; readonly code: string; readonly metAt: string } | null;
  /** What it was made to leave out, until it is rebuilt: its rows are not the whole of the record. */
  readonly skipped: readonly Skip[];
  /** The build beside it that somebody asked for and that has not come to its end. */
  readonly asked: Omit<Asked, 'name'> | null;
  /** The one that is built beside it, and the one that stood there before. */
  readonly next: Copy | null;
  readonly before: Copy | null;
}

/** How far each read model is, whether it stopped, and what stands beside it, by name. */
export async function projectionHealth(pool: pg.Pool): Promise<readonly ProjectionHealth[]> {
  // First: what is not asked for any more shows how it ended.
  const asked = await readAsked(pool);
  const { rows } = await pool.query<Omit<ProjectionHealth, 'next' | 'before' | 'skipped' | 'asked'>>(
    `select c.name, c.version, c.position, c.moved_at as "movedAt", case when p.name is not null then json_build_object(
        'position', p.position, 'eventId', p.event_id, 'eventType', p.event_type, 'error', p.error, 'code', p.code, 'metAt', to_char(p.met_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as poison
     from read.checkpoint c left join read.poison p using (name) order by c.name`,
  );
  const { rows: copies } = await pool.query<Copy & { readonly name: string }>(`select r.name, ${COPY_COLUMNS} from read.rebuild r`);
  const { rows: skips } = await pool.query<Skip & { readonly name: string }>(
    `select name, position, event_id as "eventId", event_type as "eventType", code, by, reason, skipped_at as at from read.skipped where copy = 'live' order by position`,
  );
  const askedFor = (wanted: string): ProjectionHealth['asked'] => {
    const found = asked.find(({ name }) => name === wanted);
    return found ? { by: found.by, at: found.at } : null;
  };
  const copyOf = (name: string, copy: Copy['copy']): Copy | null => copies.find((one) => one.name === name && one.copy === copy) ?? null;
  return rows.map((row) => ({ ...row, skipped: skips.filter(({ name }) => name === row.name), asked: askedFor(row.name), next: copyOf(row.name, 'next'), before: copyOf(row.name, 'before') }));
}
