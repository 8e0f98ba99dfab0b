import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import { livedRecord } from './lived-record.js';
import { rebuiltRecord } from './rebuilt-record.js';

const OWN = new URL('../sides/rebuild-ledger.js', import.meta.url);
const PEER = new URL('../../../bench/sides/rebuild-emmett.mjs', import.meta.url);
const WAYS = ['rebuild', 'upsert', 'memory'] as const;
/** On two quiet cores: events made and projected live a second; events rebuilt and folded a second in a round, and what a round takes besides. */
const MADE_A_SECOND = 4_000;
const ROUND_A_SECOND = 20_000;
const ROUND_SECONDS = 8;
/** The projector would take an hour over five millions. */
const PROJECTED_LIVE = 1_000_000;

/** The ledger and the board rebuilt from the record, against Emmett's rebuild of an equal row, against an upsert an event, and against parse and fold alone. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 5_000 : Number(process.env['BENCH_EVENTS'] ?? 500_000);
  const part = quick ? 500 : 1_000;
  const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 14 };
  console.log(`3. about ${minutes(events / MADE_A_SECOND + plan.keep * (events / ROUND_A_SECOND + ROUND_SECONDS))} on two quiet cores, ${minutes(events / MADE_A_SECOND)} of them to make the record and its live rows`);
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'rebuilt');
    await live(url, events);
    const own = WAYS.map((way) => [way, { file: OWN, url, environment: { BENCH_WAY: way } }] as const);
    const emmett = { file: PEER, url: await freshDatabase(postgres.url, 'emmett'), environment: { BENCH_RECORD: url, BENCH_PART: String(part) } };
    const compared = await compare({ ...Object.fromEntries(own), emmett }, { callers: 1, streams: events, forMs: 0 }, { ...plan, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const rate = (way: string) => (round: Round) => round.measured[way]!.perSecond;
    const against = (way: string) => over(rounds, (round) => rate('rebuild')(round) / rate(way)(round));
    await publish({
      row: 3, title: `Rebuild of ledger and board from ${events.toLocaleString('en')} events`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...[...WAYS, 'emmett'].map((way) => ({ what: way, unit: 'events/s', estimate: over(rounds, rate(way)) })),
        { what: 'rate against Emmett', unit: '×', estimate: against('emmett'), goal: { atLeast: 300 } },
        { what: 'rate against upserts', unit: '×', estimate: against('upsert'), goal: { atLeast: 40 } },
        { what: 'rate against parse and fold in memory', unit: '×', estimate: against('memory'), goal: { atLeast: 0.65 } },
      ],
      notes: [
        ...(events > PROJECTED_LIVE ? ['the rows that are called live here are those of an earlier rebuild'] : []),
        'rebuild: reads the record, folds, fills ledger, its past, board and counts, makes their indexes, switches; every column of every row is compared with the live one, both ways',
        `emmett: rebuildPostgreSQLProjections of one Pongo document an issue with the same fold, of about ${part.toLocaleString('en')} events only, since the whole would take it most of an hour; rates are compared. Less work: no past rows, no board, no counts, no further index. Pages of 1,000 without its usual pauses, which favours it`,
        'upsert: the same fold with rows kept in memory, one prepared insert … on conflict an event into the ledger alone with its indexes, a transaction a thousand events, over the first 20,000 events; memory: the first million',
        'what limits it: one core folds and writes out the rows, and the server\'s core reads, takes in a past row a command and makes eighteen indexes; the limit does none of that',
        roundsNote(compared),
      ],
    });
  });
}

function minutes(seconds: number): string {
  return `${Math.ceil(seconds / 60)} min`;
}

/** What the projector made of it live, or an earlier rebuild of a longer record, is set aside to compare with. */
async function live(url: string, events: number): Promise<void> {
  const office = events > PROJECTED_LIVE ? await rebuiltRecord(url, events, undefined, ['ledger']) : await livedRecord(url, events);
  for (const table of ['ledger', 'ledger_past', 'board', 'board_count']) await office.pool.query(`create table live_${table} as select * from read.${table}`);
  await office.pool.query('vacuum analyze');
  await office.close();
}
