import { instantOf } from '#kernel';
import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import type { Past } from '../sides/ledger-live.js';
import type { Question } from '../sides/ledger-as-of.js';
import { rebuiltRecord } from './rebuilt-record.js';

const QUESTIONS: readonly Question[] = ['today', 'as of', 'today filtered', 'as of filtered', 'replay'];
const DAYS = 300;
const EVENTS_OF_AN_ISSUE = 11;

export const takes = '6 minutes';

/** The ledger's first page as of any past moment, against today's and against a replay of the record up to there. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 20_000 : Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'past');
    await lived(url, events);
    const file = new URL('../sides/ledger-as-of.js', import.meta.url);
    const sides = QUESTIONS.map((question) => [question, { file, url, environment: { BENCH_QUESTION: question } }] as const);
    const live = new URL('../sides/ledger-live.js', import.meta.url);
    const projecting = (['kept', 'left out'] as const).map((past: Past) => [`past ${past}`, { file: live, url, environment: { BENCH_PAST: past } }] as const);
    const load = { callers: 8, streams: Number.MAX_SAFE_INTEGER, forMs: quick ? 500 : 2_000 };
    const compared = await compare(Object.fromEntries([...sides, ...projecting]), load, { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const p50 = (question: Question) => (round: Round) => round.measured[question]!.p50Ms;
    const ratio = (one: Question, other: Question) => over(rounds, (round) => p50(one)(round) / p50(other)(round));
    await publish({
      row: 10, title: `The ledger as of any moment of ${events.toLocaleString('en')} events, 8 readers`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...QUESTIONS.map((question) => ({ what: `p50 ${question}`, unit: 'ms', estimate: over(rounds, p50(question)) })),
        { what: 'as of against today', unit: '×', estimate: ratio('as of', 'today'), goal: { atMost: 3 } },
        { what: 'the same, open issues of one unit', unit: '×', estimate: ratio('as of filtered', 'today filtered'), goal: { atMost: 3 } },
        { what: 'a replay against as of', unit: '×', estimate: ratio('replay', 'as of'), goal: { atLeast: 100 } },
        ...projecting.map(([side]) => ({ what: `the ledger projected live, ${side}`, unit: 'events/s', estimate: over(rounds, (round) => round.measured[side]!.perSecond) })),
        { what: 'time to project, with the past against without', unit: '×', estimate: over(rounds, (round) => round.measured['past left out']!.perSecond / round.measured['past kept']!.perSecond) },
        { what: 'past rows', unit: 'an event', estimate: over(rounds, (round) => round.measured['past kept']!.also!['past']!) },
      ],
      notes: [
        'as of: each time another position, found and rounded to a command\'s end as the interface does it; before the rounds three such pages are compared with replays',
        'replay: reads and folds every event up to the middle of the record and sorts, one caller; nothing is written',
        `issues are heard over ${DAYS} days and written within minutes; the read model of days is laid out as if each day had been written on its own`,
        'projected live: the first 5,000 events into empty tables with all their indexes, 25 a transaction, each page read before, the server\'s commit not waited for, as the projector does',
        roundsNote(compared),
      ],
    });
  });
}

async function lived(url: string, events: number): Promise<void> {
  const begin = Date.now() - DAYS * 86_400_000;
  const step = (DAYS * 86_400_000) / (events / EVENTS_OF_AN_ISSUE);
  const office = await rebuiltRecord(url, events, (issue) => instantOf(Math.min(begin + Math.floor(issue * step), Date.now())));
  await office.pool.query('truncate read.day');
  await office.pool.query(`insert into read.day (day, first, last, happened_from, happened_to, rule_versions)
    select left(at, 10), min(position), max(position), min(at), max(at), array_agg(distinct rule_version) from read.trail where issue is not null group by 1`);
  await office.pool.query('vacuum analyze');
  await office.close();
}
