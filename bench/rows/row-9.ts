import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import type { Question } from '../sides/board-readers.js';
import { fillBoard } from './filled-board.js';

const QUESTIONS: readonly Question[] = ['nothing', 'first page', 'first page alone', 'deep page', 'counts', 'first page by offset', 'deep page by offset', 'counted now'];

/** A supervisor's board of 100,000 open issues among 10 million: pages at random depth and kept counts, against OFFSET and against `select 1`. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const [issues, open] = quick ? [100_000, 1_000] : [Number(process.env['BENCH_ISSUES'] ?? 10_000_000), 100_000];
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'board');
    await fillBoard(url, issues, open);
    const load = { callers: 64, streams: Number.MAX_SAFE_INTEGER, forMs: quick ? 300 : 1_500 };
    const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 };
    const file = new URL('../sides/board-readers.js', import.meta.url);
    const sides = QUESTIONS.map((question) => [question, { file, url, environment: { BENCH_QUESTION: question, BENCH_OPEN: String(open) } }] as const);
    const compared = await compare(Object.fromEntries(sides), load, plan);
    const rounds = steadyRounds(compared, quick);
    const p50 = (question: Question) => (round: Round) => round.measured[question]!.p50Ms;
    const ratio = (one: Question, other: Question) => over(rounds, (round) => p50(one)(round) / p50(other)(round));
    await publish({
      row: 9, title: `A supervisor's board, ${open.toLocaleString('en')} open of ${issues.toLocaleString('en')} issues, 64 readers`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...QUESTIONS.map((question) => ({ what: `p50 ${question}`, unit: 'ms', estimate: over(rounds, p50(question)) })),
        { what: 'first page against select 1', unit: '×', estimate: ratio('first page', 'nothing'), goal: { atMost: 4 } },
        { what: 'first page, not shared, against select 1', unit: '×', estimate: ratio('first page alone', 'nothing') },
        { what: 'deep page against first page, neither shared', unit: '×', estimate: ratio('deep page', 'first page alone'), goal: { atMost: 1.2 } },
        { what: 'counts against select 1', unit: '×', estimate: ratio('counts', 'nothing'), goal: { atMost: 3 } },
        { what: 'deep page by offset against deep page', unit: '×', estimate: ratio('deep page by offset', 'deep page') },
        { what: 'counted now against counts', unit: '×', estimate: ratio('counted now', 'counts') },
      ],
      notes: [
        'all sides: 64 readers in one process of their own over a pool of 20 connections, the interface\'s number; "counts" is the board asked for one row',
        'readers who ask for the same page at the same time share one look at the database that began after they asked; deep pages are each another, and "not shared" leaves the sharing out',
        'only 4 readers at once ask for deep pages by OFFSET and for counts made on the spot: 64 would wait for many seconds',
        'before the rounds the whole board is walked by cursor: each open issue is met once and every page\'s counts agree',
        'what limits it: two cores shared by the readers and the server; a page is 50 rows of 30 columns made into JSON there and read here, where `select 1` is one number',
        roundsNote(compared),
      ],
    });
  });
}
