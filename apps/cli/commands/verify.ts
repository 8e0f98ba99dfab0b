import type { Command } from 'commander';
import { LogVerifier, type Finding } from '#audit';
import type { EventStore, RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
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
    .description('help.verify')
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
  const verifier = new LogVerifier();
  const findings = await checkRecord(context.store, verifier, terminal);
  // A record that does not fold has nothing that a read model could be compared with.
  const readModels = findings.length > 0 ? [] : await compareReadModels(context, terminal, findings);
  return { events: verifier.events, streams: verifier.streamCount, findings, readModels };
}

async function checkRecord(store: EventStore, verifier: LogVerifier, terminal: Terminal): Promise<Finding[]> {
  const findings: Finding[] = [];
  const total = await store.lastPosition();
  const bar = terminal.progress('verifying-record');
  for (let after = 0; after < total;) {
    const page = await pageOrHole(store, after, Math.min(PAGE, total - after));
    if ('found' in page) {
      // The verifier names the gap itself when it meets the event behind it.
      if (page.expected > after + 1) findings.push(...verifier.check(await store.readAll({ after, limit: page.expected - 1 - after })));
      after = page.found - 1;
    } else {
      findings.push(...verifier.check(page));
      if (page.length === 0) break;
      after = page.at(-1)!.position;
    }
    bar.update(after, total);
  }
  bar.stop();
  return [...findings, ...verifier.finish()];
}

/** A page, or where the store found that events are missing in it: it hands on no page with a hole. */
async function pageOrHole(store: EventStore, after: number, limit: number): Promise<readonly RecordedEvent[] | { readonly expected: number; readonly found: number }> {
  try {
    return await store.readAll({ after, limit });
  } catch (fault) {
    if (!(fault instanceof Fault && fault.code === 'record-damaged')) throw fault;
    return { expected: Number(fault.params['expected']), found: Number(fault.params['found']) };
  }
}

/** Adds to the findings when a read model has seen more than the record holds: that was once on record. */
async function compareReadModels({ store, pool }: Pick<Context, 'store' | 'pool'>, terminal: Terminal, findings: Finding[]): Promise<VerifyReport['readModels']> {
  const compared: { name: string; rows: number; differing: number; keys: readonly string[] }[] = [];
  for (const name of PROJECTION_NAMES) {
    const bar = terminal.progress('comparing-read-model', { name });
    try {
      const { rows, differences } = await compareWithFold({ pool, store }, name, ({ stage, done, total }) => { if (stage === 'fold') bar.update(done, total); });
      compared.push({ name, rows, differing: differences.reduce((sum, table) => sum + table.rows, 0), keys: differences.flatMap((table) => table.keys) });
    } catch (fault) {
      if (!(fault instanceof Fault && fault.code === 'record-shorter')) throw fault;
      findings.push({ code: 'record-shorter', position: Number(fault.params['record']) + 1, streamId: '', revision: 0, params: fault.params });
    }
    bar.stop();
  }
  return compared;
}

function tell(terminal: Terminal, report: VerifyReport): void {
  for (const { code, position, streamId, revision } of report.findings.slice(0, SHOWN)) terminal.say('verify-finding', { reason: terminal.words(`finding.${code}`), position, streamId, revision });
  if (report.findings.length > SHOWN) terminal.say('verify-more-findings', { count: report.findings.length - SHOWN });
  if (report.findings.length > 0 && report.readModels.length === 0) terminal.say('verify-read-models-not-compared');
  for (const { name, rows, differing, keys } of report.readModels) {
    if (differing === 0) terminal.say('verify-read-model-equal', { name, rows });
    else terminal.say('verify-read-model-differs', { name, differing, keys: keys.slice(0, 5).join(', ') });
  }
  terminal.say(isSound(report) ? 'verify-sound' : 'verify-not-sound', { events: report.events, streams: report.streams, findings: report.findings.length });
}
