import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { columnList, qualified, type ColumnType, type Suffix, type Table } from './table.js';

const CHUNK = 1 << 16;

/** A COPY into a table that stays open while rows come: what is written travels while the caller makes the next. */
export class CopyIn<Row extends object> {
  private readonly columns: readonly (readonly [keyof Row & string, (value: unknown) => string])[];
  private readonly stream: CopyStreamQuery;
  private readonly failed: Promise<never>;
  private chunk = '';
  private written = 0;

  constructor(client: pg.ClientBase, table: Table<Row>, suffix: Suffix) {
    this.columns = Object.entries<ColumnType>(table.columns).map(([property, type]) => [property as keyof Row & string, TEXT_OF[type]] as const);
    this.stream = client.query(copyFrom(`copy ${qualified(table, suffix)} (${columnList(table)}) from stdin`));
    this.failed = new Promise<never>((_, reject) => { this.stream.on('error', reject); });
    this.failed.catch(() => undefined);
  }

  /** Waits only while the server takes less than is written; `onRow` hears the number of rows sent so far, now and then. */
  async write(rows: Iterable<Row>, onRow: (done: number) => void = () => undefined): Promise<void> {
    for (const row of rows) {
      this.chunk += this.line(row);
      this.written += 1;
      if (this.chunk.length < CHUNK) continue;
      const isTaken = this.stream.write(this.chunk);
      this.chunk = '';
      if (!isTaken) await Promise.race([once(this.stream, 'drain'), this.failed]);
      onRow(this.written);
    }
  }

  /** Resolves to the number of rows when the server has taken all. */
  async end(): Promise<number> {
    const finished = once(this.stream, 'finish');
    finished.catch(() => undefined);
    this.stream.end(this.chunk);
    await Promise.race([finished, this.failed]);
    return this.written;
  }

  /** Put together by hand: a rebuild does this for every value of every row. */
  private line(row: Row): string {
    let line = '';
    for (const [property, textOf] of this.columns) {
      const value = row[property];
      line += value === null || value === undefined ? '\\N\t' : `${textOf(value)}\t`;
    }
    return `${line.slice(0, -1)}\n`;
  }
}

/** Fills a table by COPY; `onRow` hears the number of rows sent so far, now and then. */
export async function copyRows<Row extends object>(client: pg.ClientBase, table: Table<Row>, rows: Iterable<Row>, suffix: Suffix, onRow: (done: number) => void): Promise<void> {
  const copy = new CopyIn(client, table, suffix);
  await copy.write(rows, onRow);
  onRow(await copy.end());
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const TO_ESCAPE = /[\\\n\r\t]/;
const TO_ESCAPE_ALL = /[\\\n\r\t]/g;

function escaped(text: string): string {
  return TO_ESCAPE.test(text) ? text.replace(TO_ESCAPE_ALL, (character) => ESCAPES[character]!) : text;
}

/** Rows share their lists: the units above a unit, those that hold an issue. */
const LISTS = new WeakMap<readonly string[], string>();

function listText(list: readonly string[]): string {
  const known = LISTS.get(list);
  if (known !== undefined) return known;
  const text = escaped(`{${list.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
  LISTS.set(list, text);
  return text;
}

const TEXT_OF: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  'int': String,
  'bigint': String,
  'boolean': (value) => (value === true ? 't' : 'f'),
  'text': (value) => escaped(String(value)),
  'jsonb': (value) => escaped(JSON.stringify(value)),
  'text[]': (value) => listText(value as readonly string[]),
};
