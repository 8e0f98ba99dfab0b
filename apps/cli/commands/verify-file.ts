import type { Command } from 'commander';
import { recordedEvent, type RecordedEvent, type StoredEvent } from '#event-store';
import type { Evidence } from '#seal';
import { isRecordSound, readEvidence, RecordCheck, tellRecord, withEvidence, type EvidenceOptions, type RecordReport } from '../record-check.js';
import { openRecordFile } from '../record-file.js';
import { EXIT, type Terminal } from '../terminal.js';

export interface FileReport extends RecordReport {
  /** Numbers of lines that are no event. */
  readonly unreadable: readonly number[];
}

export function addVerifyFile(program: Command, terminal: () => Terminal): void {
  withEvidence(program.command('verify-file'))
    .description('help.verify-file')
    .argument('<file>', 'help.verify-file.file')
    .action(async (file: string, options: EvidenceOptions) => {
      const say = terminal();
      const report = await verifyFile(file, await readEvidence(options));
      for (const line of report.unreadable) say.say('verify-line-unreadable', { line });
      tellRecord(say, report);
      const { events, streams, findings, seals } = report;
      say.say(isFileSound(report) ? 'verify-sound' : 'verify-not-sound', { events, streams, findings: findings.length + seals.findings.length + report.unreadable.length });
      if (isFileSound(report) && options.checkpoint.length === 0) say.say('verify-without-evidence');
      say.result(report);
      process.exitCode = isFileSound(report) ? EXIT.done : EXIT.findings;
    });
}

export function isFileSound(report: FileReport): boolean {
  return isRecordSound(report) && report.unreadable.length === 0;
}

/** Checks an exported record without any server. Faults `record-file-unknown`, `seal-note-malformed`, `seal-key-malformed`. */
export async function verifyFile(file: string, evidence: Evidence): Promise<FileReport> {
  const { history, events } = await openRecordFile(file);
  const check = new RecordCheck(history, evidence);
  const unreadable: number[] = [];
  for await (const line of events) {
    if ('event' in line) check.check([readable(line.event)]);
    else unreadable.push(line.unreadable);
  }
  return { ...check.finish(), unreadable };
}

const NO_META = JSON.stringify({ at: '', by: { kind: 'operator', operator: '' }, command: { id: '', type: '', digest: '' }, index: 0, count: 1, ruleVersion: '', recordedAt: '' });

/** An event whose texts are no longer JSON is checked all the same, by its bytes: its chain tells that, its shape that it is no event. */
function readable(stored: StoredEvent): RecordedEvent {
  const { meta, data } = stored;
  return { ...recordedEvent({ ...stored, meta: isMeta(meta) ? meta : NO_META, data: parses(data) ? data : 'null' }), bytes: { meta, data } };
}

function isMeta(text: string): boolean {
  if (!parses(text)) return false;
  const { command, index, count } = (JSON.parse(text) ?? {}) as { readonly command?: { readonly id?: unknown }; readonly index?: unknown; readonly count?: unknown };
  return typeof command?.id === 'string' && typeof index === 'number' && typeof count === 'number';
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
