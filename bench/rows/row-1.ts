import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#servers';
import pg from 'pg';
import { publish, serverFacts, type Line } from '../harness/report.js';
import { interleave, type Round } from '../harness/rounds.js';
import { RemoteSide } from '../harness/side.js';
import { estimate } from '../harness/statistics.js';

const GOALS: Readonly<Record<number, number>> = { 16: 8, 256: 15 };
const SIDES = {
  minqing: new URL('../sides/append-minqing.js', import.meta.url),
  emmett: new URL('../../../bench/sides/append-emmett.mjs', import.meta.url),
  limit: new URL('../sides/append-unnest.js', import.meta.url),
};

/** Durable appends of one event with an expected version, against Emmett's PostgreSQL store and against bare inserts. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minqing-bench-'));
  // PostgreSQL runs under an account of its own.
  await chmod(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const lines: Line[] = [];
    const rounds: Record<string, Compared> = {};
    for (const callers of [16, 256]) {
      const load = { callers, streams: quick ? 2_000 : 50_000, forMs: quick ? 300 : 2_000 };
      const result = await compare(server.url, load, { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 });
      rounds[callers] = result;
      lines.push(...figures(callers, steadyRounds(result, quick)));
    }
    await publish({
      row: 1, title: 'Durable append, one event with expected version', lines, rounds, server: await serverFacts(server.url),
      notes: [
        'more work than the peer: a hash chain, a check of the command id for ever, gapless positions, a notice to followers; the peer orders by transaction id',
        'limit: 1,000 rows a commit over one connection, same columns and indexes, ready bytes, no checks',
        'what limits it: at 16 callers the durable commit, one for each batch of 16; at 256 the two cores, shared by load, store and server',
        ...Object.entries(rounds).map(([callers, { kept, dropped }]) => `${callers} callers: ${kept.length} rounds kept, ${dropped.length} dropped for drift${kept.length === 0 ? ': these figures are no evidence' : ''}; machine: ${controls(kept.length > 0 ? kept : dropped)}`),
      ],
    });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Medians of the control rates, to set the figures against. */
function controls(rounds: readonly Round[]): string {
  const names = ['fsync', 'sha256', 'jsonParse'] as const;
  return names.map((name) => `${name} ${Math.round(estimate(rounds.flatMap(({ before, after }) => [before[name], after[name]])).median).toLocaleString('en')}/s`).join(', ');
}

/** A quick run shows that everything works and is right, on a busy machine as well: its figures are no evidence. */
function steadyRounds({ kept, dropped }: Compared, quick: boolean): readonly Round[] {
  if (kept.length > 0) return kept;
  if (quick) return dropped;
  throw new Error(`no round of ${dropped.length} was steady: the machine is busy with something else`);
}

type Compared = Awaited<ReturnType<typeof interleave>>;
type Load = Parameters<typeof interleave>[1]['load'];

async function compare(url: string, load: Load, plan: Omit<Parameters<typeof interleave>[1], 'load'>): Promise<Compared> {
  const sides = Object.entries(SIDES).map(([name, file]) => RemoteSide.start(name, file));
  try {
    for (const side of sides) await side.call('prepare', await freshDatabase(url, `${side.name}_${load.callers}`), load);
    return await interleave(sides, { ...plan, load });
  } finally {
    for (const side of sides) await side.call('close').catch(() => undefined);
    for (const side of sides) await side.stop();
  }
}

async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

function figures(callers: number, kept: readonly Round[]): Line[] {
  const of = (pick: (round: Round) => number): ReturnType<typeof estimate> => estimate(kept.map(pick));
  const rate = (round: Round, side: string): number => round.measured[side]!.perSecond;
  return [
    ...Object.keys(SIDES).map((side) => ({ what: `${callers} callers: ${side}`, unit: 'events/s', estimate: of((round) => rate(round, side)) })),
    { what: `${callers} callers: p99 minqing`, unit: 'ms', estimate: of((round) => round.measured['minqing']!.p99Ms) },
    { what: `${callers} callers: p99 emmett`, unit: 'ms', estimate: of((round) => round.measured['emmett']!.p99Ms) },
    { what: `${callers} callers: rate against the peer`, unit: '×', estimate: of((round) => rate(round, 'minqing') / rate(round, 'emmett')), goal: { atLeast: GOALS[callers]! } },
    { what: `${callers} callers: rate against the limit`, unit: '×', estimate: of((round) => rate(round, 'minqing') / rate(round, 'limit')), goal: { atLeast: 0.75 } },
    { what: `${callers} callers: p99 against the peer`, unit: '×', estimate: of((round) => round.measured['minqing']!.p99Ms / round.measured['emmett']!.p99Ms), goal: { atMost: 0.125 } },
  ];
}
