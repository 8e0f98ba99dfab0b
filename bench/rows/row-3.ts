import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import { livedRecord } from './lived-record.js';

const OWN = new URL('../sides/rebuild-ledger.js', import.meta.url);
const PEER = new URL('../../../bench/sides/rebuild-emmett.mjs', import.meta.url);
const WAYS = ['rebuild', 'upsert', 'memory'] as const;
const PULLING = ['usual', 'best'] as const;
/** On two quiet cores: events made and projected live a second, and rebuilt, upserted and folded together in a round. */
const MADE_A_SECOND = 4_000;
const ROUND_A_SECOND = 30_000;

/** The ledger and the board rebuilt from the record, against Emmett's rebuild of an equal row, against an upsert an event, and against parse and fold alone. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 5_000 : Number(process.env['BENCH_EVENTS'] ?? 500_000);
  const part = quick ? 500 : 2_000;
  const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 14 };
  console.log(`3. about ${minutes(events / MADE_A_SECOND + plan.keep * (events / ROUND_A_SECOND + 15))} on two quiet cores, ${minutes(events / MADE_A_SECOND)} of them to make the record and its live rows`);
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'rebuilt');
    await live(url, events);
    const own = WAYS.map((way) => [way, { file: OWN, url, environment: { BENCH_WAY: way } }] as const);
    const peers = await Promise.all(PULLING.map(async (pulling) => [peer(pulling), { file: PEER, url: await freshDatabase(postgres.url, `emmett_${pulling}`), environment: { BENCH_RECORD: url, BENCH_PART: String(part), BENCH_PULLING: pulling } }] as const));
    const compared = await compare(Object.fromEntries([...own, ...peers]), { callers: 1, streams: events, forMs: 0 }, { ...plan, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const rate = (way: string) => (round: Round) => round.measured[way]!.perSecond;
    const against = (way: string) => over(rounds, (round) => rate('rebuild')(round) / rate(way)(round));
    await publish({
      row: 3, title: `Rebuild of ledger and board from ${events.toLocaleString('en')} events`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...[...own, ...peers].map(([way]) => ({ what: way, unit: 'events/s', estimate: over(rounds, rate(way)) })),
        { what: 'rate against Emmett as documented', unit: '×', estimate: against(peer('usual')), goal: { atLeast: 300 } },
        { what: 'rate against Emmett without pauses', unit: '×', estimate: against(peer('best')) },
        { what: 'rate against upserts', unit: '×', estimate: against('upsert'), goal: { atLeast: 40 } },
        { what: 'rate against parse and fold in memory', unit: '×', estimate: against('memory'), goal: { atLeast: 0.65 } },
      ],
      notes: [
        'rebuild: reads the record, folds, fills ledger, its past, board and counts, makes their indexes, switches; every column of every row is compared with the live one, both ways',
        `Emmett: rebuildPostgreSQLProjections of one Pongo document an issue with the same fold, of a record of about ${part.toLocaleString('en')} events only, since the whole would take it hours; rates are compared. Less work: no past rows, no board, no counts, no further index. As documented: pages of 100 and a pause of 50 ms; without pauses: pages of 1,000`,
        'upsert: the same fold with rows kept in memory, one prepared insert … on conflict an event into the ledger alone with its indexes, a transaction a thousand events, over the first 20,000 events',
        'what limits it: one core folds and writes out the rows, and the server\'s core reads, takes in a past row a command and makes eighteen indexes; the limit does none of that',
        roundsNote(compared),
      ],
    });
  });
}

function peer(pulling: (typeof PULLING)[number]): string {
  return pulling === 'usual' ? 'Emmett' : 'Emmett without pauses';
}

function minutes(seconds: number): string {
  return `${Math.ceil(seconds / 60)} min`;
}

/** What the projector made of it live is set aside to compare with. */
async function live(url: string, events: number): Promise<void> {
  const office = await livedRecord(url, events);
  for (const table of ['ledger', 'ledger_past', 'board', 'board_count']) await office.pool.query(`create table live_${table} as select * from read.${table}`);
  await office.pool.query('vacuum analyze');
  await office.close();
}
