import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';

const sideFile = (name: string): URL => new URL(`../sides/${name}.js`, import.meta.url);

/** A report over HTTP, acknowledged durable, against the same command as a Temporal update, and against node's bare server with one append. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  await withServers({ temporal: true }, async ({ folder, postgres, temporal }) => {
    const load = { callers: 64, streams: Number.MAX_SAFE_INTEGER, forMs: quick ? 500 : 4_000 };
    const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 };
    const compared = await compare({
      minqing: { file: sideFile('report-minqing'), url: await freshDatabase(postgres.url, 'report_minqing') },
      temporal: { file: sideFile('report-temporal'), url: await freshDatabase(postgres.url, 'report_temporal'), environment: { TEMPORAL_ADDRESS: temporal!.address } },
      limit: { file: sideFile('report-bare-http'), url: await freshDatabase(postgres.url, 'report_limit') },
    }, load, plan);
    const rounds = steadyRounds(compared, quick);
    const rate = (side: string) => (round: Round) => round.measured[side]!.perSecond;
    const against = (side: string) => over(rounds, (round) => rate('minqing')(round) / rate(side)(round));
    await publish({
      row: 5, title: 'A report over HTTP, acknowledged durable, 64 callers', rounds: compared, server: await serverFacts(postgres.url),
      lines: [
        ...['minqing', 'temporal', 'limit'].map((side) => ({ what: side, unit: 'commands/s', estimate: over(rounds, rate(side)) })),
        ...['minqing', 'temporal', 'limit'].map((side) => ({ what: `p99 ${side}`, unit: 'ms', estimate: over(rounds, (round) => round.measured[side]!.p99Ms) })),
        { what: 'rate against the peer', unit: '×', estimate: against('temporal'), goal: { atLeast: 40 } },
        { what: 'rate against the limit', unit: '×', estimate: against('limit'), goal: { atLeast: 0.6 } },
      ],
      notes: [
        'peer: Update-with-start, answered by a local activity that decides and appends by the product\'s own code; no session, no schema, no HTTP; Temporal with journal_mode=WAL synchronous=NORMAL',
        'limit: node:http, JSON.parse, one append of the same two events through the product\'s store; the projector runs on no side',
        'what limits it: one core of the interface\'s process (session, schema, jurisdiction, decision, chain), the other shared by PostgreSQL and the callers',
        roundsNote(compared),
      ],
    });
  });
}
