import { recordedEvent, type RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
import { readBackup, type Part } from './backup-file.js';
import { refuseNewerEvents, type Manifest } from './backup-manifest.js';
import { MasterKeysNeeded, type NeededKey } from './backup-master-keys.js';
import { isRecordSound, NO_EVIDENCE, RecordCheck, tellRecord, type RecordReport } from './record-check.js';
import type { Terminal } from './terminal.js';

const PAGE = 2_000;

export interface BackupReport extends RecordReport {
  readonly manifest: Manifest;
  readonly masterKeys: readonly NeededKey[];
}

/**
 * Reads a backup to its end, with no database: the sum of each part, its record event by event, its seals. Faults
 * `backup-damaged` (with the part), `backup-format`, `backup-newer`, `file-missing`.
 */
export async function checkBackup(file: string, terminal: Terminal): Promise<BackupReport> {
  const { manifest, ...history } = await beginningOf(file);
  refuseNewerEvents(manifest);
  const bar = terminal.progress('checking-backup');
  const check = new RecordCheck(history, NO_EVIDENCE);
  const needed = new MasterKeysNeeded();
  for await (const page of eventPages(file, (part) => needed.take(part))) {
    check.check(page);
    bar.update(page.at(-1)!.position, manifest.position);
  }
  bar.stop();
  const report = check.finish();
  if (report.events !== manifest.position) throw new Fault('backup-damaged', { params: { file, line: report.events, part: 'events' }, tryNext: 'it holds fewer events than it says: take an older backup' });
  return { manifest, masterKeys: needed.all, ...report };
}

export function isWhole(report: BackupReport): boolean {
  return isRecordSound(report);
}

export function tellBackup(terminal: Terminal, file: string, report: BackupReport): void {
  tellRecord(terminal, report);
  for (const { id, keys } of report.masterKeys) terminal.say(id === null ? 'backup-needs-unnamed-key' : 'backup-needs-key', { id: id ?? '', keys });
  const { version, at, position } = report.manifest;
  terminal.say(isWhole(report) ? 'backup-whole' : 'backup-unsound', { file, version, at, events: position });
}

/** Reads to the end even when nothing but events is wanted: only there it shows whether the file is what was written. */
export async function* eventPages(file: string, others: (part: Part) => void = () => undefined): AsyncGenerator<readonly RecordedEvent[]> {
  let page: RecordedEvent[] = [];
  for await (const part of partsOf(file)) {
    if (!('event' in part)) {
      others(part);
      continue;
    }
    page.push(recordedEvent(part.event));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

export async function* tablesOf(file: string): AsyncGenerator<Extract<Part, { readonly table: string }>> {
  for await (const part of partsOf(file)) if ('table' in part) yield part;
}

async function beginningOf(file: string): Promise<{ readonly manifest: Manifest; readonly origin: string; readonly keys: readonly string[]; readonly checkpoints: readonly string[] }> {
  let manifest: Manifest | undefined;
  let origin = '';
  const [keys, checkpoints]: [string[], string[]] = [[], []];
  for await (const part of partsOf(file)) {
    if ('manifest' in part) manifest = part.manifest;
    else if ('origin' in part) origin = part.origin;
    else if ('key' in part) keys.push(part.key);
    else if ('checkpoint' in part) checkpoints.push(part.checkpoint);
    else break;
  }
  if (!manifest) throw new Fault('backup-damaged', { params: { file, line: 1, part: 'manifest' }, tryNext: 'this is no backup' });
  return { manifest, origin, keys, checkpoints };
}

async function* partsOf(file: string): AsyncGenerator<Part> {
  try {
    yield* readBackup(file);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? new Fault('file-missing', { params: { file }, cause }) : cause;
  }
}
