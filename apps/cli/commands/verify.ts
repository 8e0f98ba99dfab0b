import type { Command } from 'commander';
import { LogVerifier, type Finding } from '#audit';
import { compareWithFold, PROJECTION_NAMES } from '#projections/postgres';
import { withContext, type Context } from '../context.js';
import { EXIT, type Terminal } from '../terminal.js';

const PAGE = 5_000;
const SHOWN = 50;

interface VerifyReport {
  readonly events: number;
  readonly streams: number;
  readonly findings: readonly Finding[];
  /** Read models whose rows are not those of the fold at the same position. */
  readonly readModels: readonly { readonly name: string; readonly rows: number; readonly differing: number; readonly keys: readonly string[] }[];
}

export function addVerify(program: Command, terminal: () => Terminal): void {
  program.command('verify')
    .description('checks the whole record (order, hash chains, legality of every event) and each read model against the fold of the record')
    .action(async () => {
      const say = terminal();
      const report = await withContext((context) => verify(context, say));
      tell(say, report);
      say.result(report);
      process.exitCode = isSound(report) ? EXIT.done : EXIT.findings;
    });
}

export function isSound({ findings, readModels }: VerifyReport): boolean {
  return findings.length === 0 && readModels.every(({ differing }) => differing === 0);
}

export async function verify(context: Pick<Context, 'store' | 'pool'>, terminal: Terminal): Promise<VerifyReport> {
  const { store, pool } = context;
  const verifier = new LogVerifier();
  const findings: Finding[] = [];
  const total = await store.lastPosition();
  const bar = terminal.progress('verifying-record');
  for (let after = 0; after < total;) {
    const page = await store.readAll({ after, limit: Math.min(PAGE, total - after) });
    findings.push(...verifier.check(page));
    if (page.length === 0) break;
    after = page.at(-1)!.position;
    bar.update(after, total);
  }
  bar.stop();
  findings.push(...verifier.finish());
  const readModels = [];
  for (const name of PROJECTION_NAMES) {
    const folding = terminal.progress('comparing-read-model', { name });
    const { rows, differences } = await compareWithFold({ pool, store }, name, ({ stage, done, total: of }) => { if (stage === 'fold') folding.update(done, of); });
    folding.stop();
    readModels.push({ name, rows, differing: differences.reduce((sum, table) => sum + table.rows, 0), keys: differences.flatMap((table) => table.keys) });
  }
  return { events: verifier.events, streams: verifier.streamCount, findings, readModels };
}

function tell(terminal: Terminal, report: VerifyReport): void {
  for (const { code, position, streamId, revision } of report.findings.slice(0, SHOWN)) terminal.say('verify-finding', { reason: terminal.words(`finding.${code}`), position, streamId, revision });
  if (report.findings.length > SHOWN) terminal.say('verify-more-findings', { count: report.findings.length - SHOWN });
  for (const { name, rows, differing, keys } of report.readModels) {
    if (differing === 0) terminal.say('verify-read-model-equal', { name, rows });
    else terminal.say('verify-read-model-differs', { name, differing, keys: keys.slice(0, 5).join(', ') });
  }
  terminal.say(isSound(report) ? 'verify-sound' : 'verify-not-sound', { events: report.events, streams: report.streams, findings: report.findings.length });
}
