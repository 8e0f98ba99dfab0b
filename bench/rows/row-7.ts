import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';

const sideFile = (name: string): URL => new URL(`../sides/${name}.js`, import.meta.url);

/** From the moment that a step falls due to the escalation on record, for many issues at the same instant, against a bare timer with an activity. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const count = quick ? 100 : 1_000;
  await withServers({ temporal: true, settings: { track_commit_timestamp: 'on' } }, async ({ folder, postgres, temporal }) => {
    const { address } = temporal!;
    const timer = async (activity: string) => ({
      file: sideFile('escalation-timer'), url: await freshDatabase(postgres.url, `timer_${activity}`), environment: { TEMPORAL_ADDRESS: address, BENCH_ACTIVITY: activity },
    });
    const compared = await compare({
      minqing: { file: sideFile('escalation-minqing'), url: await freshDatabase(postgres.url, 'escalation'), environment: { TEMPORAL_ADDRESS: address } },
      'timer + activity': await timer('remote'),
      'timer + local activity': await timer('local'),
      'bare timer': await timer('none'),
    }, { callers: 32, streams: count, forMs: 0 }, { keep: quick ? 1 : 7, atMost: quick ? 1 : 10, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const sides = Object.keys(rounds[0]!.measured);
    const p50 = (side: string) => (round: Round) => round.measured[side]!.p50Ms;
    const all = (side: string) => (round: Round) => (round.measured[side]!.done * 1000) / round.measured[side]!.perSecond;
    const ratio = (of: typeof p50, side: string) => over(rounds, (round) => of('minqing')(round) / of(side)(round));
    await publish({
      row: 7, title: `Due to on record, ${count.toLocaleString('en')} issues at one instant`, rounds: compared, server: await serverFacts(postgres.url),
      lines: [
        ...sides.map((side) => ({ what: `p50 ${side}`, unit: 'ms', estimate: over(rounds, p50(side)) })),
        ...sides.map((side) => ({ what: `the last, ${side}`, unit: 'ms', estimate: over(rounds, all(side)) })),
        { what: 'p50 against timer + activity', unit: '×', estimate: ratio(p50, 'timer + activity'), goal: { atMost: 1.3 } },
        { what: 'the last against timer + activity', unit: '×', estimate: ratio(all, 'timer + activity'), goal: { atMost: 1.3 } },
        { what: 'p50 against timer + local activity', unit: '×', estimate: ratio(p50, 'timer + local activity') },
        { what: 'the last against timer + local activity', unit: '×', estimate: ratio(all, 'timer + local activity') },
        { what: 'the last against a bare timer', unit: '×', estimate: ratio(all, 'bare timer') },
      ],
      notes: [
        'when a row was durable is the server\'s own note of its commit, on both sides; Temporal with journal_mode=WAL synchronous=NORMAL for all',
        'more work than the peers: the record is read, the rules decide, three events with their chain are appended, and at the same time the keeper tells each workflow what it now has to wait for',
        'what limits it: the Temporal server, which handles one workflow task an issue for the timer and one for the news',
        roundsNote(compared),
      ],
    });
  });
}
