import { openPool } from '#database';

/** The check of all sides of row 5: each acknowledged report is on record once, whole, and nothing else is. */
export async function reportsOnRecord(url: string): Promise<{ verify(acknowledged: number): Promise<void>; close(): Promise<void> }> {
  const pool = openPool(url, { name: 'bench-check', max: 1 });
  return {
    verify: async (acknowledged) => {
      const { rows: [found] } = await pool.query<{ reports: number; commands: number; broken: number }>(
        `select count(*) filter (where type = 'IssueReported') as reports, count(distinct command_id) as commands,
           (select count(*) from (select from record.event where stream_id like 'issue/%' group by stream_id having count(*) <> 2) other) as broken
         from record.event where stream_id like 'issue/%'`);
      if (found?.reports !== acknowledged || found.commands !== acknowledged || found.broken !== 0) throw new Error(`acknowledged ${acknowledged}, found ${JSON.stringify(found)}`);
    },
    close: () => pool.end(),
  };
}
