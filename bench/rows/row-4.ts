import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';

const sideFile = (name: string): URL => new URL(`../sides/${name}.js`, import.meta.url);
const LIMIT = new URL('../peers/live-limit.js', import.meta.url);
const EMMETT = new URL('../../../bench/peers/live-emmett.mjs', import.meta.url);
const SIDES = ['minqing', 'emmett', 'limit'] as const;

/** From the acknowledgement of a report to its row in the read model and in a browser's stream, at half of the greatest rate at which each side takes reports. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const load = { callers: 16, streams: Number.MAX_SAFE_INTEGER, forMs: quick ? 1_000 : 4_000 };
  const plan = { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, controlMs: 200 };
  console.log(`4. about ${quick ? 1 : 4} min on two quiet cores`);
  await withServers({}, async ({ folder, postgres }) => {
    const side = async (name: (typeof SIDES)[number], rate?: number) => {
      const peer = name === 'limit' ? LIMIT : EMMETT;
      return {
        file: sideFile(name === 'minqing' ? 'live-minqing' : 'live-peer'), url: await freshDatabase(postgres.url, `${name}_${rate === undefined ? 'greatest' : 'half'}`),
        environment: { BENCH_PEER: peer.href, ...(rate !== undefined && { BENCH_RATE: String(rate) }) },
      };
    };
    const greatest = async (name: (typeof SIDES)[number]): Promise<number> => {
      const { kept, dropped } = await compare({ [name]: await side(name) }, load, { ...plan, keep: 1, atMost: 1, folder });
      return [...kept, ...dropped][0]!.measured[name]!.perSecond;
    };
    const most = { minqing: await greatest('minqing'), emmett: await greatest('emmett') };
    const half = { minqing: most.minqing / 2, emmett: Math.min(most.minqing, most.emmett) / 2, limit: most.minqing / 2 };
    const compared = await compare({ minqing: await side('minqing', half.minqing), emmett: await side('emmett', half.emmett), limit: await side('limit', half.limit) }, load, { ...plan, folder });
    const rounds = steadyRounds(compared, quick);
    const p50 = (name: string) => (round: Round) => round.measured[name]!.p50Ms;
    const p99 = (name: string) => (round: Round) => round.measured[name]!.p99Ms;
    const also = (name: string, figure: string) => (round: Round) => round.measured[name]!.also![figure]!;
    const ratio = (one: (round: Round) => number, other: (round: Round) => number) => over(rounds, (round) => one(round) / other(round));
    await publish({
      row: 4, title: 'Live: from the acknowledgement of a report to a browser\'s stream, 16 callers', rounds: compared, server: await serverFacts(postgres.url),
      lines: [
        ...SIDES.map((name) => ({ what: `${name}: reports taken`, unit: 'a second', estimate: over(rounds, (round) => round.measured[name]!.perSecond) })),
        { what: 'minqing: acknowledgement to row, p50', unit: 'ms', estimate: over(rounds, also('minqing', 'visible50')) },
        { what: 'minqing: acknowledgement to row, p99', unit: 'ms', estimate: over(rounds, also('minqing', 'visible99')) },
        ...SIDES.flatMap((name) => [
          { what: `${name}: acknowledgement to stream, p50`, unit: 'ms', estimate: over(rounds, p50(name)) },
          { what: `${name}: acknowledgement to stream, p99`, unit: 'ms', estimate: over(rounds, p99(name)) },
          { what: `${name}: sent to stream, p50`, unit: 'ms', estimate: over(rounds, also(name, 'whole50')) },
          { what: `${name}: sent to stream, p99`, unit: 'ms', estimate: over(rounds, also(name, 'whole99')) },
        ]),
        { what: 'to stream against the limit, p50', unit: '×', estimate: ratio(p50('minqing'), p50('limit')), goal: { atMost: 3 } },
        { what: 'to stream against the limit, p99', unit: '×', estimate: ratio(p99('minqing'), p99('limit')), goal: { atMost: 6 } },
        { what: 'sent to stream against Emmett, p50', unit: '×', estimate: ratio(also('minqing', 'whole50'), also('emmett', 'whole50')) },
        { what: 'sent to stream against Emmett, p99', unit: '×', estimate: ratio(also('minqing', 'whole99'), also('emmett', 'whole99')) },
      ],
      notes: [
        `greatest rates, found before: minqing ${Math.round(most.minqing)} reports a second, emmett ${Math.round(most.emmett)}; the limit is asked at minqing's half rate, emmett at its own where that is less`,
        'minqing: interface and projector as they ship, in a process each, seven read models; what can be read is what the read models say of their position to everybody. Each acknowledged report must come into the stream, or the run fails; more than half a megabyte at once comes as the word to get the board again, and counts at that moment',
        'emmett: one process, one Pongo document an issue by the same fold, made in the append\'s transaction: the row is there with the acknowledgement, which waits for it. So the whole way is compared, from sending',
        'limit: one process, an append through the product\'s store; after the acknowledgement one commit of one ready row (synchronous_commit off, as the projector\'s) and one write into the stream',
        'what limits it: the notice from the record to the projector, its read of the page, the commits of seven read models on two cores, and the interface\'s question what has changed',
        roundsNote(compared),
      ],
    });
  });
}
