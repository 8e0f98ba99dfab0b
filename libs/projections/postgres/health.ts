import type pg from 'pg';

export interface ProjectionHealth {
  readonly name: string;
  readonly version: number;
  readonly position: number;
  /** The event that it stopped at, if it did; the other read models go on. */
  readonly poison: { readonly position: number; readonly eventId: string; readonly eventType: string; readonly error: string } | null;
}

/** How far each read model is and whether it stopped, by name. */
export async function projectionHealth(pool: pg.Pool): Promise<readonly ProjectionHealth[]> {
  const { rows } = await pool.query<ProjectionHealth>(
    `select c.name, c.version, c.position, case when p.name is not null then json_build_object(
        'position', p.position, 'eventId', p.event_id, 'eventType', p.event_type, 'error', p.error) end as poison
     from read.checkpoint c left join read.poison p using (name) order by c.name`,
  );
  return rows;
}
