import { KeyFile, Sealer } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { join } from 'node:path';
import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { now } from '../harness/office.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import { livedRecord } from './lived-record.js';

const PHASES = ['record', 'readModels'] as const;
const LIMITS = ['copy', 'parse', 'hash'] as const;

/** `minqing verify` of a whole record, against paged selects hashed by createHash, and against copy, parse and hash one after the other. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 5_000 : 1_000_000;
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'audited');
    await sealed(url, events, join(folder, 'seal-key.pem'));
    const file = new URL('../sides/audit-record.js', import.meta.url);
    const sides = ['minqing', 'paged', 'limit'].map((way) => [way, { file, url, environment: { BENCH_WAY: way } }] as const);
    const compared = await compare(Object.fromEntries(sides), { callers: 1, streams: events, forMs: 0 }, { keep: quick ? 2 : 7, atMost: quick ? 4 : 14, folder, controlMs: 200 });
    const rounds = steadyRounds(compared, quick);
    const rate = (way: string) => (round: Round) => round.measured[way]!.perSecond;
    const also = (way: string, name: string) => over(rounds, (round) => round.measured[way]!.also![name]!);
    await publish({
      row: 8, title: `Audit of ${events.toLocaleString('en')} events`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...sides.map(([way]) => ({ what: way, unit: 'events/s', estimate: over(rounds, rate(way)) })),
        ...PHASES.map((name) => ({ what: `minqing: ${name}`, unit: 'events/s', estimate: also('minqing', name) })),
        ...LIMITS.map((name) => ({ what: `limit: ${name}`, unit: 'events/s', estimate: also('limit', name) })),
        { what: 'rate against paged selects', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('paged')(round)), goal: { atLeast: 1.8 } },
        { what: 'rate against the limit', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('limit')(round)), goal: { atLeast: 0.85 } },
      ],
      notes: [
        'minqing: what `minqing verify` does: every hash anew, ids, groups, every event decoded and folded by the domain, the Merkle tree against every signed checkpoint, then each read model folded anew and compared row by row',
        'paged: 1,000 rows a select, JSON parsed, hashes anew by createHash; no fold, no seals, no read models',
        'limit: copy out, parse and hash, one after the other on one thread, nothing else',
        'what limits it: the fold and the decoding of each event, and that each read model reads the log again',
        roundsNote(compared),
      ],
    });
  });
}

async function sealed(url: string, events: number, keyFile: string): Promise<void> {
  const office = await livedRecord(url, events);
  await new Sealer({ store: office.store, seals: await openPostgresSeals(office.pool), keyFile: new KeyFile(keyFile), now }).seal();
  await office.pool.query('vacuum analyze');
  await office.close();
}
