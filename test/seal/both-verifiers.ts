import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '#seal';
import { isFileSound, type FileReport } from '../../apps/cli/commands/verify-file.js';
import { RecordVerifier } from '../../apps/cli/verifier/verify-record.mjs';
import { linesOf, type Exported } from './campaign.js';
import type { SealedRecord } from './open.js';

/** What both verifiers look for; the product's also asks the domain. */
const COMMON = new Set(['position-gap', 'revision-gap', 'group-broken', 'chain-broken']);

export interface Findings {
  readonly sound: boolean;
  /** `code` for the seals, `code@position` for events, sorted. */
  readonly found: readonly string[];
}

export async function written({ folder }: SealedRecord, content: Exported, name: string): Promise<string> {
  const file = join(folder, `${name}.jsonl`);
  await writeFile(file, linesOf(content));
  return file;
}

export function productSays(report: FileReport): Findings {
  const { findings, seals, unreadable } = report;
  const found = [...unreadable.map(() => 'line-unreadable'), ...findings.filter(({ code }) => COMMON.has(code)).map(({ code, position }) => `${code}@${position}`), ...seals.findings.map(({ code }) => code)];
  return { sound: isFileSound(report), found: [...new Set(found)].sort() };
}

/** The other program, that knows nothing of ours, at the end of the file. */
export async function independentOf(file: string, evidence: Evidence): Promise<RecordVerifier> {
  const verifier = new RecordVerifier(evidence);
  for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) verifier.line(line);
  verifier.finish();
  return verifier;
}

export async function independentSays(file: string, evidence: Evidence): Promise<Findings> {
  const findings = (await independentOf(file, evidence)).findings as readonly { readonly code: string; readonly position?: number }[];
  return { sound: findings.length === 0, found: [...new Set(findings.map(({ code, position }) => (COMMON.has(code) ? `${code}@${position}` : code)))].sort() };
}
