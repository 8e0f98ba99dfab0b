import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { LogVerifier, type Finding } from '#audit';
import type { RecordedEvent } from '#event-store';
import { Fault, type Instant } from '#kernel';
import { SealVerifier, type DeclaredEpoch, type Evidence, type SealedHistory, type SealFinding } from '#seal';
import type { Terminal } from './terminal.js';

const SHOWN = 50;

export interface SealReport {
  readonly keys: number;
  readonly checkpoints: number;
  /** How many events, from the first, the last checkpoint covers. */
  readonly sealed: number;
  /** How many events, from the first, are those that a checkpoint kept elsewhere saw; null when none was given. */
  readonly vouched: number | null;
  /** In how many places what was given as checkpoints holds something else. */
  readonly passedOver: number;
  /** What the record declares as lost by restores. */
  readonly declared: readonly DeclaredEpoch[];
  readonly findings: readonly SealFinding[];
}

export interface RecordReport {
  readonly events: number;
  readonly streams: number;
  readonly findings: readonly Finding[];
  readonly seals: SealReport;
}

export interface EvidenceOptions {
  readonly checkpoint: readonly string[];
  readonly key: readonly string[];
}

export const NO_EVIDENCE: Evidence = { checkpoints: [], keys: [] };

export function withEvidence(command: Command): Command {
  const collect = (file: string, files: readonly string[]): readonly string[] => [...files, file];
  return command
    .option('--checkpoint <file>', 'help.verify.checkpoint', collect, [])
    .option('--key <file>', 'help.verify.key', collect, []);
}

/** What somebody kept elsewhere. Fault `file-missing`. */
export async function readEvidence({ checkpoint, key }: EvidenceOptions): Promise<Evidence> {
  const keys = await Promise.all(key.map(textOf));
  return { checkpoints: await Promise.all(checkpoint.map(textOf)), keys: keys.flatMap((text) => text.split('\n').filter((line) => line !== '')) };
}

/** A file that was kept elsewhere may have come by mail or from another system: what was signed ends its lines in LF alone. */
export async function textOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? new Fault('file-missing', { params: { file }, cause }) : cause;
  });
  return `${text.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n').trimEnd()}\n`;
}

/** The log and its seals, checked over the same pages. */
export class RecordCheck {
  readonly found: Finding[] = [];
  private readonly log = new LogVerifier();
  private readonly seals: SealVerifier;

  constructor(private readonly history: SealedHistory, private readonly evidence: Evidence) {
    this.seals = new SealVerifier(history, evidence);
  }

  check(page: readonly RecordedEvent[]): void {
    this.found.push(...this.log.check(page));
    this.seals.check(page);
  }

  /** Issues that a clock of this record has left behind. */
  unfired(now: Instant): readonly Finding[] {
    return this.log.unfired(now);
  }

  finish(): RecordReport {
    const { keys, checkpoints } = this.history;
    return {
      events: this.log.events, streams: this.log.streamCount, findings: [...this.found, ...this.log.finish()],
      seals: {
        keys: keys.length, checkpoints: checkpoints.length, sealed: this.seals.sealed, declared: this.seals.declared,
        vouched: this.evidence.checkpoints.length > 0 ? this.seals.vouched : null, passedOver: this.seals.passedOver, findings: this.seals.finish(),
      },
    };
  }
}

export function isRecordSound({ findings, seals }: RecordReport): boolean {
  return findings.length === 0 && seals.findings.length === 0;
}

export function tellRecord(terminal: Terminal, { events, findings, seals }: RecordReport): void {
  for (const { code, position, streamId, revision, params } of findings.slice(0, SHOWN)) {
    terminal.say('verify-finding', { reason: terminal.words(`finding.${code}`, params), position, streamId, revision });
  }
  if (findings.length > SHOWN) terminal.say('verify-more-findings', { count: findings.length - SHOWN });
  for (const { code, size, params } of seals.findings.slice(0, SHOWN)) terminal.say('verify-seal-finding', { reason: terminal.words(`finding.${code}`, { size, ...params }) });
  if (seals.checkpoints === 0) terminal.say('verify-not-sealed', { events });
  else terminal.say('verify-sealed', { checkpoints: seals.checkpoints, sealed: seals.sealed, unsealed: Math.max(0, events - seals.sealed) });
  for (const epoch of seals.declared) tellDeclared(terminal, epoch);
  if (seals.passedOver > 0) terminal.say('checkpoints-passed-over', { count: seals.passedOver });
  if (seals.vouched !== null) terminal.say('verify-vouched', { events, vouched: seals.vouched });
}

function tellDeclared(terminal: Terminal, { epoch, after, lostTo }: DeclaredEpoch): void {
  if (lostTo === null) terminal.say('verify-lost-unknown', { epoch, after });
  else if (lostTo === after) terminal.say('verify-lost-nothing', { epoch, after });
  else terminal.say('verify-lost', { epoch, after, from: after + 1, to: lostTo });
}
