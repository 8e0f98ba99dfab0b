import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { Fault } from '#kernel';
import type { Column } from './columns.js';
import { Lines } from './lines.js';
import { plain } from './spellings.js';

/** Where a file is wrong: the line its row begins on (1 is the header), the column's header as it stands in the file, and why. */
export interface RowProblem {
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Columns<Row> = { readonly [Key in keyof Row]: Column<Row[Key]> };
export type TableRow<Row> = { readonly line: number; readonly row: Row } | { readonly line: number; readonly problems: readonly RowProblem[] };

export interface TableOptions {
  readonly encoding?: 'utf-8' | 'gb18030';
  /** Called with the bytes read so far and in all. */
  onProgress?(read: number, total: number): void;
}

/**
 * Reads a CSV file row by row. A wrong row comes as its problems and never stops the rows after it.
 * Faults: `file-missing`, `file-empty`, `file-encoding` (not the given encoding), `columns-missing`.
 */
export async function* readTable<Row>(file: string, columns: Columns<Row>, options: TableOptions = {}): AsyncGenerator<TableRow<Row>> {
  const size = await sizeOf(file);
  const lines = new Lines();
  /** The lines of the rows that were parsed and not read yet. */
  const begun: number[] = [];
  let end = 0;
  let endless: RowProblem | undefined;
  const parser = parse({
    bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, skip_records_with_error: true, max_record_size: 4_000_000,
    on_record: (cells, { bytes }) => {
      begun.push(lines.following(end));
      end = bytes;
      return cells;
    },
  });
  // By the line on which the row begins: where it was noticed that it never ends lies far behind. What comes after it cannot be told from it.
  parser.on('skip', (error: CsvError) => { endless ??= { line: lines.following(end), column: '', code: 'row-malformed', params: { reason: error.code } }; });
  // The iteration below throws whatever stops any part of the pipeline.
  pipeline(createReadStream(file), decoding(file, size, lines, options), parser, () => undefined);

  let layout: Layout<Row> | undefined;
  for await (const cells of parser as AsyncIterable<string[]>) {
    const line = begun.shift()!;
    if (endless && line >= endless.line) break;
    if (!layout) layout = layoutOf(file, cells, columns);
    else yield rowOf(cells, line, layout);
  }
  if (endless) yield { line: endless.line, problems: [endless] };
  else if (!layout) throw new Fault('file-empty', { params: { file } });
}

interface Layout<Row> {
  readonly names: readonly string[];
  readonly cells: readonly { readonly key: keyof Row; readonly column: Column<unknown>; readonly index: number }[];
}

function layoutOf<Row>(file: string, headers: readonly string[], columns: Columns<Row>): Layout<Row> {
  const names = headers.map((header) => header.trim());
  const entries = Object.entries(columns) as [keyof Row & string, Column<unknown>][];
  const cells = entries.map(([key, column]) => ({ key, column, index: names.findIndex((name) => column.headers.some((header) => plain(header) === plain(name))) }));
  const missing = cells.filter((cell) => cell.index < 0 && !cell.column.optional).map(({ column: { headers: [first, ...others] } }) => (others.length === 0 ? first : `${first} (${others.join(', ')})`));
  if (missing.length > 0) throw new Fault('columns-missing', { params: { file, columns: missing.join(', '), found: names.join(', ') } });
  return { names, cells };
}

function rowOf<Row>(record: readonly string[], line: number, layout: Layout<Row>): TableRow<Row> {
  if (record.length !== layout.names.length) {
    return { line, problems: [{ line, column: '', code: 'row-wrong-width', params: { found: record.length, expected: layout.names.length } }] };
  }
  const row: Partial<Record<keyof Row, unknown>> = {};
  const problems: RowProblem[] = [];
  for (const { key, column, index } of layout.cells) {
    if (index < 0 && column.kept) continue;
    const cell = column.parse(index < 0 ? '' : (record[index] ?? ''));
    if ('value' in cell) row[key] = cell.value;
    else problems.push({ line, column: layout.names[index] ?? column.headers[0], code: cell.problem, ...(cell.params ? { params: cell.params } : {}) });
  }
  return problems.length > 0 ? { line, problems } : { line, row: row as Row };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw new Fault('file-missing', { params: { file }, cause });
  }
}

function decoding(file: string, size: number, lines: Lines, options: TableOptions): Transform {
  const encoding = options.encoding ?? 'utf-8';
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;
  const decode = (chunk: Buffer | undefined, done: (error: Error | null, text?: Buffer) => void): void => {
    try {
      const text = Buffer.from(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
      lines.see(text);
      done(null, text);
    } catch (cause) {
      done(new Fault('file-encoding', { params: { file, encoding, other: encoding === 'utf-8' ? 'gb18030' : 'utf-8' }, cause }));
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length;
      options.onProgress?.(read, size);
      decode(chunk, done);
    },
    flush: (done) => decode(undefined, done),
  });
}
