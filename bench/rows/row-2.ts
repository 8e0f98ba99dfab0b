import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';

const sideFile = (name: string): URL => new URL(`../sides/${name}.js`, import.meta.url);

export const takes = '4 to 5 minutes';

/** A feed without gaps: 16 writers and a reader that sees each position once and in order, also while a transaction stays open elsewhere in the cluster. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 20_000 : Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
  await withServers({}, async ({ folder, postgres }) => {
    const load = { callers: 16, streams: Number.MAX_SAFE_INTEGER, forMs: quick ? 500 : 2_500 };
    const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 10, folder, controlMs: 200 };
    const compared = await compare({
      minqing: { file: sideFile('feed-minqing'), url: await freshDatabase(postgres.url, 'feed_minqing'), environment: { BENCH_EVENTS: String(events) } },
      xmin: { file: sideFile('feed-bigserial'), url: await freshDatabase(postgres.url, 'feed_xmin'), environment: { BENCH_PROMISE: 'xmin' } },
      none: { file: sideFile('feed-bigserial'), url: await freshDatabase(postgres.url, 'feed_none'), environment: { BENCH_PROMISE: 'none' } },
    }, load, plan);
    const rounds = steadyRounds(compared, quick);
    const also = (side: string, name: string) => (round: Round) => round.measured[side]!.also![name]!;
    const rate = (side: string) => (round: Round) => round.measured[side]!.perSecond;
    const sides = ['minqing', 'xmin', 'none'];
    const all = [...compared.kept, ...compared.dropped];
    const sum = (side: string, name: string): number => all.reduce((total, round) => total + also(side, name)(round), 0);
    await publish({
      row: 2, title: 'A gapless feed, 16 writers and a reader', rounds: compared, server: await serverFacts(postgres.url),
      lines: [
        ...sides.map((side) => ({ what: `${side}: written and read`, unit: 'events/s', estimate: over(rounds, rate(side)) })),
        ...sides.flatMap((side) => [
          { what: `${side}: p99 lag`, unit: 'ms', estimate: over(rounds, also(side, 'lag')) },
          { what: `${side}: p99 lag while a transaction is open`, unit: 'ms', estimate: over(rounds, also(side, 'stalledLag')) },
        ]),
        { what: 'missing', unit: 'events', estimate: over(all, also('minqing', 'missing')), goal: { atMost: 0 } },
        { what: 'rate against xmin', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('xmin')(round)), goal: { atLeast: 1.4 } },
        { what: 'lag with an open transaction against without', unit: '×', estimate: over(rounds, (round) => also('minqing', 'stalledLag')(round) / also('minqing', 'lag')(round)), goal: { atMost: 2 } },
      ],
      notes: [
        `after the rounds minqing wrote on to ${events.toLocaleString('en')} events or more, half of the rest while a transaction was open elsewhere: the reader saw each position once and in order, none was missing`,
        'xmin sees nothing as long as the transaction elsewhere is open, here as long as a round writes: its lag is that long',
        `in the rounds minqing: ${sum('minqing', 'events').toLocaleString('en')} events, ${sum('minqing', 'missing')} missing; xmin: ${sum('xmin', 'events').toLocaleString('en')}, ${sum('xmin', 'missing')} missing; without a promise: ${sum('none', 'events').toLocaleString('en')}, ${sum('none', 'missing')} missing`,
        'minqing: 16 callers of one process, the product\'s follower woken by a notice a batch; more work than the others: hash chain, command id, expected head',
        'xmin and none: 16 connections, a commit an event, a reader that looks each millisecond; lag counts from the writer\'s acknowledgement',
        'what limits it: the durable commit, one for each batch of 16, and the two cores',
        roundsNote(compared),
      ],
    });
  });
}
