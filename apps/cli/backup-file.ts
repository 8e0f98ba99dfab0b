import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncFolder } from '#config';
import type { StoredEvent } from '#event-store';
import { Fault } from '#kernel';
import { manifestIn, type Manifest } from './backup-manifest.js';
import { PartSum, withEnds, type PartEnd, type PartLine } from './backup-parts.js';
import type { Row } from './backup-tables.js';
import { isEvent } from './record-file.js';

/*
 * A backup as a file, gzip of one JSON document a line: the manifest; the record as `export record` writes it; the rows of the
 * tables that do not follow from the record, `{table, rows}`. Each part, `manifest`, `seals`, `events` or a table, is followed by
 * `{part, lines, sha256}`; the end is `{sha256}` over every line before.
 */
export type Part =
  | { readonly manifest: Manifest }
  | { readonly origin: string }
  | { readonly key: string }
  | { readonly checkpoint: string }
  | { readonly event: StoredEvent }
  | { readonly table: string; readonly rows: readonly Row[] };

/** Whole or not at all: written beside its name, flushed, then named. Nobody but its owner reads it. */
export async function writeBackup(file: string, lines: AsyncIterable<PartLine>): Promise<string> {
  const half = `${file}.part`;
  const sum = createHash('sha256');
  async function* summed(): AsyncGenerator<string> {
    for await (const line of withEnds(lines)) {
      sum.update(line);
      yield line;
    }
    yield `${JSON.stringify({ sha256: sum.copy().digest('hex') })}\n`;
  }
  try {
    await rm(half, { force: true });
    await pipeline(Readable.from(summed()), createGzip(), createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(half, file);
    await syncFolder(dirname(resolve(file)));
  } catch (cause) {
    await rm(half, { force: true });
    throw cause;
  }
  return sum.digest('hex');
}

/**
 * What a backup holds, in its order. Faults `backup-damaged`, with the part that is not what was written, thrown where it ends at
 * the latest, and `backup-format`.
 */
export async function* readBackup(file: string): AsyncGenerator<Part> {
  const whole = createHash('sha256');
  let number = 0;
  let told: string | undefined;
  let sum = new PartSum('manifest');
  let isOpen = true;
  const damaged = (cause?: unknown): Fault => new Fault('backup-damaged', { params: { file, line: number + 1, part: sum.part }, cause, tryNext: 'take an older backup: this file is cut off or was altered' });
  try {
    for await (const text of linesOf(unzipped(file))) {
      if (told !== undefined) throw damaged();
      const json = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const line = `${text}\n`;
      if (typeof json['part'] === 'string') {
        if (!isOpen || !sum.endsAs(json as unknown as PartEnd)) throw damaged();
        isOpen = false;
      } else if (typeof json['sha256'] === 'string') told = json['sha256'];
      else {
        const part = partOf(json, number) ?? fail(damaged());
        const name = nameOf(part);
        if (isOpen && sum.part !== name) throw damaged();
        if (!isOpen) sum = new PartSum(name);
        isOpen = true;
        sum.take(line);
        yield part;
      }
      if (told === undefined) whole.update(line);
      number += 1;
    }
  } catch (cause) {
    throw cause instanceof Fault || (cause as NodeJS.ErrnoException).code === 'ENOENT' ? cause : damaged(cause);
  }
  if (isOpen || told !== whole.digest('hex')) throw damaged();
}

function nameOf(part: Part): string {
  if ('manifest' in part) return 'manifest';
  if ('event' in part) return 'events';
  return 'table' in part ? part.table : 'seals';
}

/** By newline alone: readline also takes signs for a line's end that a JSON text may hold. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function unzipped(file: string): Readable {
  const source = createReadStream(file);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  return source.pipe(plain);
}

function partOf(json: Readonly<Record<string, unknown>>, line: number): Part | undefined {
  if (line === 0) {
    const manifest = manifestIn(json);
    return manifest && { manifest };
  }
  if (typeof json['origin'] === 'string') return { origin: json['origin'] };
  if (typeof json['key'] === 'string') return { key: json['key'] };
  if (typeof json['checkpoint'] === 'string') return { checkpoint: json['checkpoint'] };
  if (typeof json['table'] === 'string' && Array.isArray(json['rows'])) return { table: json['table'], rows: json['rows'] as readonly Row[] };
  return isEvent(json) ? { event: json } : undefined;
}

function fail(fault: Fault): never {
  throw fault;
}
