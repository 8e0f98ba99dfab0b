import { KeyFile, Sealer } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { join } from 'node:path';
import { compare, over, roundsNote, steadyRounds } from '../harness/compare.js';
import { now } from '../harness/office.js';
import { publish, serverFacts } from '../harness/report.js';
import type { Round } from '../harness/rounds.js';
import { freshDatabase, withServers } from '../harness/servers.js';
import type { Way } from '../sides/audit-record.js';
import { rebuiltRecord } from './rebuilt-record.js';

const WAYS: readonly Way[] = ['minqing', 'record', 'paged', 'limit'];
const LIMITS = ['copy', 'parse', 'hash'] as const;

export const takes = '6 minutes';

/** `minqing verify` of a whole record, against paged selects hashed by createHash, and against copy, parse and hash one after the other. */
export async function run({ quick }: { quick: boolean }): Promise<void> {
  const events = quick ? 5_000 : Number(process.env['BENCH_EVENTS'] ?? 1_000_000);
  await withServers({}, async ({ folder, postgres }) => {
    const url = await freshDatabase(postgres.url, 'audited');
    await sealed(url, events, join(folder, 'seal-key.pem'));
    const file = new URL('../sides/audit-record.js', import.meta.url);
    const sides = WAYS.map((way) => [way, { file, url, environment: { BENCH_WAY: way } }] as const);
    const compared = await compare(Object.fromEntries(sides), { callers: 1, streams: events, forMs: 0 }, { keep: quick ? 2 : 3, atMost: 4, folder, controlMs: quick ? 200 : 1_000 });
    const rounds = steadyRounds(compared, quick);
    const rate = (way: Way) => (round: Round) => round.measured[way]!.perSecond;
    const also = (name: string) => over(rounds, (round) => round.measured['limit']!.also![name]!);
    await publish({
      row: 8, title: `Audit of ${events.toLocaleString('en')} events`, rounds: compared, server: await serverFacts(url),
      lines: [
        ...sides.map(([way]) => ({ what: way, unit: 'events/s', estimate: over(rounds, rate(way)) })),
        ...LIMITS.map((name) => ({ what: `limit: ${name}`, unit: 'events/s', estimate: also(name) })),
        { what: 'rate against paged selects', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('paged')(round)), goal: { atLeast: 1.8 } },
        { what: 'rate against the limit', unit: '×', estimate: over(rounds, (round) => rate('minqing')(round) / rate('limit')(round)), goal: { atLeast: 0.85 } },
      ],
      notes: [
        'three rounds unless BENCH_ROUNDS asks for more: each audits the whole record',
        'minqing: what `minqing verify` does: every hash anew, ids, groups, every event decoded and folded by the domain, the Merkle tree against every signed checkpoint, and in the same reading each read model folded anew, then compared row by row',
        'record: the same without the read models; it, paged and limit take the first 200,000 events of a longer record',
        'paged: 1,000 rows a select, JSON parsed, hashes anew by createHash; no fold, no seals, no read models',
        'limit: copy out, parse and hash, one after the other on one thread, nothing else',
        'what limits it: one thread that parses, hashes and folds each event, and on the server the rows of the trail, one an event, written once more to be compared',
        roundsNote(compared),
      ],
    });
  });
}

async function sealed(url: string, events: number, keyFile: string): Promise<void> {
  const office = await rebuiltRecord(url, events);
  await new Sealer({ store: office.store, seals: await openPostgresSeals(office.pool), keyFile: new KeyFile(keyFile), now }).seal();
  await office.pool.query('vacuum analyze');
  await office.close();
}
