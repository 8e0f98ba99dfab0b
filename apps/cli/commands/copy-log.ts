import { InvalidArgumentError, Option, type Command } from 'commander';
import { LogVerifier, type Finding } from '#audit';
import { LogCopy, type EventStore, type LogDifference, type LogTarget } from '#event-store';
import { openPool } from '#database';
import { Fault, instantOf } from '#kernel';
import { noteAudit, prepareIdentity } from '#identity';
import { openStoreAt } from '../../open-store.js';
import { operatorName } from '../operator.js';
import { EXIT, type Terminal } from '../terminal.js';

const SHOWN = 50;

interface CopyReport {
  /** Of the record copied from, as far as it went when the copying began. */
  readonly events: number;
  readonly streams: number;
  /** By this run; the others were there. */
  readonly copied: number;
  /** What was appended to the record copied from meanwhile. A further run copies it. */
  readonly since: number;
  readonly differences: readonly LogDifference[];
  readonly findings: readonly Finding[];
}

export function addCopyLog(program: Command, terminal: () => Terminal): void {
  program.command('copy-log')
    .description('help.copy-log')
    .addOption(new Option('--from <url>', 'help.copy-log.from').argParser(address).makeOptionMandatory())
    .addOption(new Option('--to <url>', 'help.copy-log.to').argParser(address).makeOptionMandatory())
    .action(async ({ from, to }: { readonly from: string; readonly to: string }) => {
      const say = terminal();
      if (from === to) throw new Fault('copy-onto-itself');
      const report = await withStores(from, to, async (source, target) => {
        await noteCopy(from, to);
        return copyLog(source, target, say);
      });
      tell(say, report);
      say.result(report);
      process.exitCode = isSame(report) ? EXIT.done : EXIT.findings;
    });
}

function address(text: string): string {
  if (!/^(postgres(ql)?|(kurrentdb|kurrent|kdb|esdb)(\+discover)?):\/\/./.test(text)) throw new InvalidArgumentError('postgres://… | kurrentdb://…');
  return text;
}

/**
 * Before the first event is copied, in the audit that lies beside the record that is copied; where that one is in KurrentDB, beside the
 * copy. Its address is not noted: it may hold a password.
 */
export async function noteCopy(from: string, to: string): Promise<void> {
  const url = [from, to].find((one) => /^postgres/.test(one));
  if (url === undefined) return;
  const pool = openPool(url, { max: 1, name: 'minqing-cli' });
  try {
    await prepareIdentity(pool);
    await noteAudit({ pool, now: () => instantOf(Date.now()), operator: operatorName() }, { act: 'log-copied', detail: { from: kindOf(from), to: kindOf(to) } });
  } finally {
    await pool.end();
  }
}

function kindOf(address: string): string {
  return /^postgres/.test(address) ? 'postgres' : 'kurrentdb';
}

async function withStores<T>(from: string, to: string, work: (source: EventStore, target: LogTarget) => Promise<T>): Promise<T> {
  const source = await openStoreAt(from);
  try {
    const target = await openStoreAt(to);
    return await work(source, target).finally(() => target.close());
  } finally {
    await source.close();
  }
}

export function isSame({ differences, findings }: CopyReport): boolean {
  return differences.length === 0 && findings.length === 0;
}

/**
 * Copies a log behind what is there of it, then holds the two against each other, event by event. What differs before
 * anything was written is told, and nothing is written. Faults: `copy-target-other`, `copy-target-longer`.
 */
export async function copyLog(source: EventStore, target: LogTarget, terminal: Terminal, page?: number): Promise<CopyReport> {
  const [events, there] = await Promise.all([source.lastPosition(), target.lastPosition()]);
  await refuseOtherLog(source, target, events, there);
  const copy = new LogCopy(source, target, page);
  if (there < events) {
    const differences = await compared(copy, there, terminal, 'comparing-log');
    if (differences.length > 0) return { events, streams: 0, copied: 0, since: 0, differences, findings: [] };
    const bar = terminal.progress('copying-log');
    await copy.copy(there, events, (position) => bar.update(position, events));
    bar.stop();
  }
  const verifier = new LogVerifier();
  const findings: Finding[] = [];
  const differences = await compared(copy, events, terminal, 'verifying-copy', (page) => { findings.push(...verifier.check(page)); });
  findings.push(...verifier.finish());
  return { events, streams: verifier.streamCount, copied: events - there, since: await source.lastPosition() - events, differences, findings };
}

async function refuseOtherLog(source: EventStore, target: LogTarget, events: number, there: number): Promise<void> {
  const [[first], [begun]] = await Promise.all([source.readAll({ after: 0, limit: 1 }), target.readAll({ after: 0, limit: 1 })]);
  if (begun && begun.eventId !== first?.eventId) throw new Fault('copy-target-other', { params: { events: there } });
  if (there > events) throw new Fault('copy-target-longer', { params: { there, events } });
}

async function compared(copy: LogCopy, last: number, terminal: Terminal, label: string, onPage: (page: Parameters<LogVerifier['check']>[0]) => void = () => undefined): Promise<readonly LogDifference[]> {
  if (last === 0) return [];
  const bar = terminal.progress(label);
  const differences = await copy.compare(last, (position, page) => {
    onPage(page);
    bar.update(position, last);
  });
  bar.stop();
  return differences;
}

function tell(terminal: Terminal, report: CopyReport): void {
  for (const { position, streamId, revision, fields } of report.differences.slice(0, SHOWN)) terminal.say('copy-difference', { position, streamId, revision, fields: fields.join(', ') });
  for (const { code, position, streamId, revision } of report.findings.slice(0, SHOWN)) terminal.say('verify-finding', { reason: terminal.words(`finding.${code}`), position, streamId, revision });
  const hidden = [report.differences, report.findings].reduce((sum, { length }) => sum + Math.max(0, length - SHOWN), 0);
  if (hidden > 0) terminal.say('verify-more-findings', { count: hidden });
  const { events, streams, copied, since } = report;
  if (report.differences.length > 0) terminal.say('copy-not-same', { differences: report.differences.length, copied });
  else terminal.say('copy-same', { events, streams, copied });
  if (report.findings.length > 0) terminal.say('copy-unsound', { findings: report.findings.length });
  if (since > 0) terminal.say('copy-grown', { since });
}
