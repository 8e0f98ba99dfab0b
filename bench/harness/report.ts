import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import pg from 'pg';
import type { Estimate } from './statistics.js';

export interface Line {
  readonly what: string;
  readonly estimate: Estimate;
  readonly unit: string;
  /** A bound that was set before the first run; the figure is reported as it is, reached or not. */
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number };
}

export interface Report {
  readonly row: number;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
  readonly rounds: unknown;
  readonly server: Readonly<Record<string, string>>;
}

const SETTINGS = ['server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method', 'data_checksums', 'shared_buffers'];

/** The server's settings, the same for all sides because they share it. */
export async function serverFacts(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1)', [SETTINGS]);
  await client.end();
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
}

/** Prints the table and writes the JSON under bench/results/. */
export async function publish(report: Report): Promise<void> {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  const folder = new URL('../../../bench/results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`row-${report.row}.json`, folder), JSON.stringify({ ...report, machine }, null, 2));
  console.log(`\n${report.row}. ${report.title}`);
  console.log(Object.entries({ ...machine, ...report.server }).map(([name, value]) => `${name}=${value}`).join(' '));
  console.table(report.lines.map(({ what, estimate, unit, goal }) => ({
    what,
    median: `${digits(estimate.median)} ${unit}`,
    interval: `${digits(estimate.low)} – ${digits(estimate.high)}`,
    goal: goal ? [goal.atLeast === undefined ? '' : `≥ ${digits(goal.atLeast)}`, goal.atMost === undefined ? '' : `≤ ${digits(goal.atMost)}`].join(' ').trim() : '',
    reached: goal ? (estimate.median >= (goal.atLeast ?? -Infinity) && estimate.median <= (goal.atMost ?? Infinity) ? 'yes' : 'no') : '',
  })));
  for (const note of report.notes) console.log(`- ${note}`);
}

function digits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
