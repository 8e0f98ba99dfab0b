import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import { livedRecord } from './lived-record.js';

/** The ledger and the board rebuilt from the log, against an upsert an event and against parse and fold alone. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 5_000 : 200_000;
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'rebuilt');
    await live(url, events);
    const file = new URL('../sides/rebuild-ledger.js', import.meta.url);
    const sides = ['rebuild', 'upsert', 'memory'].map((way) => [way, { file, url, environment: { BENCH_WAY: way } }] as const);
    const compared = await compare(Object.fromEntries(sides), { callers: 1, streams: events, forMs: 0 }, { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const rate = (way: string) => (round: Round) => round.measured[way]!.perSecond;
    const against = (way: string) => over(rounds, (round) => rate('rebuild')(round) / rate(way)(round));
    await publish({
      row: 3, title: `Rebuild of ledger and board from ${events.toLocaleString('en')} events`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...sides.map(([way]) => ({ what: way, unit: 'events/s', estimate: over(rounds, rate(way)) })),
        { what: 'rate against upserts', unit: '×', estimate: against('upsert'), goal: { atLeast: 40 } },
        { what: 'rate against parse and fold in memory', unit: '×', estimate: against('memory'), goal: { atLeast: 0.65 } },
      ],
      notes: [
        'rebuild: reads the log, folds, fills ledger, board and counts by COPY, makes their indexes, switches; every column of every row of ledger, board and counts is compared with the live one, both ways',
        'upsert: the same fold with rows kept in memory, one prepared insert … on conflict an event into the ledger alone with its indexes, a transaction a thousand events, over the first 20,000 events',
        'what limits it: reading and writing 30 columns and their indexes on the server beside the fold, which takes one core',
        roundsNote(compared),
      ],
    });
  });
}

/** What the projector made of it live is set aside to compare with. */
async function live(url: string, events: number): Promise<void> {
  const office = await livedRecord(url, events);
  for (const table of ['ledger', 'board', 'board_count']) await office.pool.query(`create table live_${table} as select * from read.${table}`);
  await office.pool.query('vacuum analyze');
  await office.close();
}
