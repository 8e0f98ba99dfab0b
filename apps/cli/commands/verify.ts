import type { Command } from 'commander';
import type { Finding } from '#audit';
import { SharedReading, type EventStore, type RecordedEvent } from '#event-store';
import { misfiledEvents } from '#event-store/postgres';
import { isKept } from '#clock/position';
import { Fault, type Instant } from '#kernel';
import { keyStates } from '#privacy/postgres';
import { compareEachWithFold, projectionHealth, type NamedCheck } from '#projections/postgres';
import type { Evidence } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { asKept, withContext, type Context } from '../context.js';
import { KeyCheck } from '../key-check.js';
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
      const report = await withContext(async (context) => {
        const kept = await isKept(context.pool);
        const found = await verify(asKept(context), say, evidence, kept ? context.now() : undefined);
        if (!kept) say.say('verify-deadlines-not-judged');
        return found;
      });
      tell(say, report);
      say.result(report);
      process.exitCode = isSound(report) ? EXIT.done : EXIT.findings;
    });
}

export function isSound(report: VerifyReport): boolean {
  return isRecordSound(report) && report.readModels.every(({ differing, skipped, stopped }) => differing === 0 && skipped.length === 0 && !stopped);
}

/** `now`: where a clock keeps this record, overdue deadlines are findings too. */
export async function verify(context: Pick<Context, 'store' | 'pool'>, terminal: Terminal, evidence: Evidence = NO_EVIDENCE, now?: Instant): Promise<VerifyReport> {
  const check = new RecordCheck(await readHistory(await openPostgresSeals(context.pool)), evidence);
  const keys = new KeyCheck((ids) => keyStates(context.pool, ids));
  const { store } = context;
  const reading = new SharedReading(store);
  const { readAll, leave } = reading.reader();
  const folding = compareEachWithFold(context, reading);
  try {
    await checkRecord({ readAll, lastPosition: () => store.lastPosition() }, { check, keys }, terminal);
  } finally {
    leave();
    await folding;
  }
  const report = check.finish();
  const findings = [...report.findings];
  // A record that does not fold has nothing that a read model could be compared with.
  const readModels = findings.length > 0 ? [] : reportsOf(await folding, await projectionHealth(context.pool), findings);
  if (findings.length === 0) findings.push(...(await misfiledEvents(context.pool)).map((event) => ({ code: 'command-misfiled' as const, ...event })));
  return { ...report, findings: [...findings, ...keys.finish(), ...(now === undefined ? [] : check.unfired(now))], readModels };
}

interface Checks {
  readonly check: RecordCheck;
  readonly keys: KeyCheck;
}

type Pages = Pick<EventStore, 'readAll' | 'lastPosition'>;

/** The next page is on its way while one is checked. */
async function checkRecord(store: Pages, { check, keys }: Checks, terminal: Terminal): Promise<void> {
  const total = await store.lastPosition();
  const bar = terminal.progress('verifying-record');
  const read = async (after: number): Promise<readonly RecordedEvent[] | Hole> => (after < total ? await pageOrHole(store, after, Math.min(PAGE, total - after)) : []);
  let coming = read(0);
  for (let after = 0; after < total;) {
    const begin = after;
    const page = await coming;
    after = 'found' in page ? page.found - 1 : (page.at(-1)?.position ?? total);
    coming = read(after);
    coming.catch(() => undefined);
    const events = 'found' in page ? await upToHole(store, check, begin, page) : page;
    check.check(events);
    await keys.check(events);
    bar.update(after, total);
  }
  bar.stop();
}

/** What is there before a hole; the verifier names the gap itself when it meets the event behind it. */
async function upToHole(store: Pages, check: RecordCheck, after: number, { expected, unreadable }: Hole): Promise<readonly RecordedEvent[]> {
  if (unreadable) check.found.push({ code: 'event-unreadable', position: expected, streamId: '', revision: 0 });
  return expected > after + 1 ? await store.readAll({ after, limit: expected - 1 - after }) : [];
}

interface Hole {
  readonly expected: number;
  readonly found: number;
  /** The event is there, but its texts are no JSON. */
  readonly unreadable?: boolean;
}

/** A page, or where the store found that events are missing in it, or that one cannot be read: it hands on no page with a hole. */
async function pageOrHole(store: Pages, after: number, limit: number): Promise<readonly RecordedEvent[] | Hole> {
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
function reportsOf(checks: readonly NamedCheck[], health: Awaited<ReturnType<typeof projectionHealth>>, findings: Finding[]): VerifyReport['readModels'] {
  const reports: ReadModelReport[] = [];
  for (const { name, outcome } of checks) {
    const skipped = health.find((one) => one.name === name)?.skipped.map(({ position }) => position) ?? [];
    if (outcome.status === 'fulfilled') {
      const { rows, differences } = outcome.value;
      reports.push({ name, rows, differing: differences.reduce((sum, table) => sum + table.rows, 0), keys: differences.flatMap((table) => table.keys), skipped });
      continue;
    }
    const fault: unknown = outcome.reason;
    if (!(fault instanceof Fault)) throw fault;
    if (fault.code === 'rebuild-stopped') reports.push({ name, rows: 0, differing: 0, keys: [], skipped, stopped: fault.params });
    else if (fault.code === 'record-shorter') findings.push({ code: 'record-shorter', position: Number(fault.params['record']) + 1, streamId: '', revision: 0, params: fault.params });
    else throw fault;
  }
  return reports;
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
