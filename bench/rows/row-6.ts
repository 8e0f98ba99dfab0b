import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { withServers } from '../harness/servers.js';

/** What an open issue costs in Temporal, and how fast many are begun, against a bare workflow with one timer; and touching cold ones. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const [count, touched] = quick ? [100, 20] : [2_000, 200];
  await withServers({}, async ({ folder, postgres }) => {
    const file = new URL('../sides/open-issues.js', import.meta.url);
    const side = (kind: string) => ({ file, url: postgres.url, environment: { BENCH_KIND: kind } });
    const compared = await compare({ minqing: side('minqing'), bare: side('bare') }, { callers: touched, streams: count, forMs: 0 },
      { keep: quick ? 1 : 7, atMost: quick ? 1 : 10, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const rate = (kind: string) => (round: Round) => round.measured[kind]!.perSecond;
    const also = (kind: string, name: string) => (round: Round) => round.measured[kind]!.also![name]!;
    await publish({
      row: 6, title: `${count.toLocaleString('en')} open issues, each with its workflow and timer`, rounds: compared, server: await serverFacts(postgres.url),
      lines: [
        ...['minqing', 'bare'].flatMap((kind) => [
          { what: `${kind}: bytes each`, unit: 'bytes', estimate: over(rounds, also(kind, 'bytes')) },
          { what: `${kind}: begun`, unit: '/s', estimate: over(rounds, rate(kind)) },
          { what: `${kind}: asked hot, p50`, unit: 'ms', estimate: over(rounds, also(kind, 'hot')) },
          { what: `${kind}: asked cold, p50`, unit: 'ms', estimate: over(rounds, also(kind, 'cold')) },
        ]),
        { what: 'bytes against the bare workflow', unit: '×', estimate: over(rounds, (round) => also('minqing', 'bytes')(round) / also('bare', 'bytes')(round)), goal: { atMost: 1.15 } },
        { what: 'rate against the bare workflow', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('bare')(round)), goal: { atLeast: 0.95 } },
        { what: 'cold against hot', unit: '×', estimate: over(rounds, (round) => also('minqing', 'cold')(round) / also('minqing', 'hot')(round)), goal: { atMost: 1.5 } },
      ],
      notes: [
        'a server of its own for each side and round (journal_mode=WAL synchronous=NORMAL), bytes of its database after it has stopped, less those of an empty one',
        'begun: until the server has taken the last of them, 32 at once on both sides; ours from the moment that the worker keeps the clock, so with reading the log and writing its table; the bare ones by a client of their own, without eager start',
        `${touched} are asked for their state, 8 at once, twice; then the worker is stopped and started, and they are asked again`,
        'more than the bare one: seven search attributes, by which Temporal\'s own page shows where each issue stands and the reconciler compares, and the standing as argument',
        'what limits it: the Temporal server and its SQLite file',
        roundsNote(compared),
      ],
    });
  });
}
