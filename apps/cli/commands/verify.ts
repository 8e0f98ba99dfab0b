import type { Command } from 'commander';
import type { Finding } from '#audit';
import type { EventStore, RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
import { compareWithFold, PROJECTION_NAMES, projectionHealth } from '#projections/postgres';
import type { Evidence } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { asKept, withContext, type Context } from '../context.js';
import { isRecordSound, NO_EVIDENCE, readEvidence, RecordCheck, tellRecord, withEvidence, type EvidenceOptions, type RecordReport } from '../record-check.js';
import { readHistory } from '../record-file.js';
import { EXIT, type Terminal } from '../terminal.js';

const PAGE = 5_000;
const SHOWN = 5;

interface VerifyReport extends RecordReport {
  readonly readModels: readonly ReadModelReport[];
}

/** How a read model's rows stand to the fold at the same position. */
interface ReadModelReport {
  readonly name: string;
  readonly rows: number;
  readonly differing: number;
  readonly keys: readonly string[];
  /** Positions of events that it was made to leave out. */
  readonly skipped: readonly number[];
  /** The event behind which the record could not be folded for it. */
  readonly stopped?: Readonly<Record<string, string | number>>;
}

export function addVerify(program: Command, terminal: () => Terminal): void {
  withEvidence(program.command('verify'))
    .description('help.verify')
    .action(async (options: EvidenceOptions) => {
      const say = terminal();
      const evidence = await readEvidence(options);
      const report = await withContext((context) => verify(asKept(context), say, evidence));
      tell(say, report);
      say.result(report);
      process.exitCode = isSound(report) ? EXIT.done : EXIT.findings;
    });
}

export function isSound(report: VerifyReport): boolean {
  return isRecordSound(report) && report.readModels.every(({ differing, skipped, stopped }) => differing === 0 && skipped.length === 0 && !stopped);
}

export async function verify(context: Pick<Context, 'store' | 'pool'>, terminal: Terminal, evidence: Evidence = NO_EVIDENCE): Promise<VerifyReport> {
  const check = new RecordCheck(await readHistory(await openPostgresSeals(context.pool)), evidence);
  await checkRecord(context.store, check, terminal);
  const report = check.finish();
  const findings = [...report.findings];
  // A record that does not fold has nothing that a read model could be compared with.
  const readModels = findings.length > 0 ? [] : await compareReadModels(context, terminal, findings);
  return { ...report, findings, readModels };
}

async function checkRecord(store: EventStore, check: RecordCheck, terminal: Terminal): Promise<void> {
  const total = await store.lastPosition();
  const bar = terminal.progress('verifying-record');
  for (let after = 0; after < total;) {
    const page = await pageOrHole(store, after, Math.min(PAGE, total - after));
    if ('found' in page) {
      if (page.unreadable) check.found.push({ code: 'event-unreadable', position: page.expected, streamId: '', revision: 0 });
      // The verifier names the gap itself when it meets the event behind it.
      if (page.expected > after + 1) check.check(await store.readAll({ after, limit: page.expected - 1 - after }));
      after = page.found - 1;
    } else {
      check.check(page);
      if (page.length === 0) break;
      after = page.at(-1)!.position;
    }
    bar.update(after, total);
  }
  bar.stop();
}

interface Hole {
  readonly expected: number;
  readonly found: number;
  /** The event is there, but its texts are no JSON. */
  readonly unreadable?: boolean;
}

/** A page, or where the store found that events are missing in it, or that one cannot be read: it hands on no page with a hole. */
async function pageOrHole(store: EventStore, after: number, limit: number): Promise<readonly RecordedEvent[] | Hole> {
  try {
    return await store.readAll({ after, limit });
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'record-damaged') return { expected: Number(fault.params['expected']), found: Number(fault.params['found']) };
    if (fault instanceof Fault) throw fault;
    if (limit === 1) return { expected: after + 1, found: after + 2, unreadable: true };
    return pageOrHole(store, after, Math.ceil(limit / 2));
  }
}

/** Adds to the findings when a read model has seen more than the record holds: that was once on record. */
async function compareReadModels({ store, pool }: Pick<Context, 'store' | 'pool'>, terminal: Terminal, findings: Finding[]): Promise<VerifyReport['readModels']> {
  const compared: ReadModelReport[] = [];
  const health = await projectionHealth(pool);
  for (const name of PROJECTION_NAMES) {
    const bar = terminal.progress('comparing-read-model', { name });
    const skipped = health.find((one) => one.name === name)?.skipped.map(({ position }) => position) ?? [];
    try {
      const { rows, differences } = await compareWithFold({ pool, store }, name, ({ stage, done, total }) => { if (stage === 'fold') bar.update(done, total); });
      compared.push({ name, rows, differing: differences.reduce((sum, table) => sum + table.rows, 0), keys: differences.flatMap((table) => table.keys), skipped });
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      if (fault.code === 'rebuild-stopped') compared.push({ name, rows: 0, differing: 0, keys: [], skipped, stopped: fault.params });
      else if (fault.code === 'record-shorter') findings.push({ code: 'record-shorter', position: Number(fault.params['record']) + 1, streamId: '', revision: 0, params: fault.params });
      else throw fault;
    }
    bar.stop();
  }
  return compared;
}

function tell(terminal: Terminal, report: VerifyReport): void {
  tellRecord(terminal, report);
  if (report.findings.length > 0 && report.readModels.length === 0) terminal.say('verify-read-models-not-compared');
  for (const { name, rows, differing, keys, skipped, stopped } of report.readModels) {
    if (skipped.length > 0) terminal.say('verify-read-model-skipped', { name, count: skipped.length, positions: skipped.slice(0, SHOWN).join(', ') });
    if (stopped) terminal.say('verify-read-model-stopped', { ...stopped, name });
    else if (differing === 0) terminal.say('verify-read-model-equal', { name, rows });
    else terminal.say('verify-read-model-differs', { name, differing, keys: keys.slice(0, SHOWN).join(', ') });
  }
  const { events, streams, findings, seals } = report;
  terminal.say(isSound(report) ? 'verify-sound' : 'verify-not-sound', { events, streams, findings: findings.length + seals.findings.length });
}
