import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INSTALLATION } from '#config';
import { CHANNELS, type Channel, type Grade, type Horizon, type ReturnGround, type Scope } from '#domain';
import { Fault, type CivilDate, type Role } from '#kernel';
import { code, maybe, oneOf, text, type Column } from '../import/columns.js';
import { posts as postsImporter } from '../import/organisation.js';
import { readTable, type Columns } from '../import/table.js';
import type { ImportContext } from '../import/importer.js';

export function sampleFile(name: string): string {
  return join(INSTALLATION, 'samples/campaign', name);
}

/** One step of a life: `minutes` after the report, or at `time` of the n-th working day after it. */
export interface LifeStep {
  readonly do: 'register' | 'dispatch' | 'sign-for' | 'contact' | 'measure' | 'resolve' | 'explain' | 'return' | 'repeat' | 'urge' | 'reopen' | 'withdraw' | 'close' | 'ask-for-support' | 'take-over' | 'verdict';
  readonly minutes?: number;
  readonly workday?: number;
  readonly time?: string;
  readonly verdict?: 'satisfied' | 'unsatisfied' | 'accepted' | 'not-resolved' | 'unreached';
  readonly ground?: ReturnGround;
  readonly to?: 'then_unit';
  readonly ruling?: true;
}

export interface SampleIssue {
  readonly daysAgo: number;
  readonly time: string;
  readonly channel: Channel;
  readonly area: string;
  readonly unit: string;
  readonly thenUnit: string | undefined;
  readonly household: string | undefined;
  readonly reporter: string | undefined;
  readonly phone: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly scope: Scope;
  readonly horizon: Horizon;
  readonly grade: Grade;
  readonly life: string;
  readonly measure: string | undefined;
  readonly answer: string | undefined;
}

export interface SamplePost {
  readonly post: string;
  readonly cadre: string;
  readonly unit: string;
  readonly role: Role;
  readonly from: CivilDate;
}

const wholeNumber: Column<number> = {
  headers: ['days_ago'],
  parse: (raw) => (/^\d{1,3}$/.test(raw) ? { value: Number(raw) } : { problem: 'cell-not-one-of', params: { values: '0…999' } }),
};

const ISSUE_COLUMNS: Columns<SampleIssue> = {
  daysAgo: wholeNumber, time: text(5, 'time'), channel: oneOf(CHANNELS, 'channel'), area: code('area'), unit: code('unit'), thenUnit: maybe(code('then_unit')),
  household: maybe(code('household')), reporter: maybe(text(80, 'reporter')), phone: maybe(text(40, 'phone')), title: text(200, 'title'), text: text(4000, 'text'),
  scope: oneOf(['individual', 'general'], 'scope'), horizon: oneOf(['current', 'long-term'], 'horizon'), grade: oneOf(['urgent', 'pressing', 'general'], 'grade'),
  life: text(40, 'life'), measure: maybe(text(2000, 'measure')), answer: maybe(text(4000, 'answer')),
};

export const sampleIssues = (): Promise<SampleIssue[]> => allRows(sampleFile('issues.csv'), ISSUE_COLUMNS);

export const samplePosts = (context: ImportContext): Promise<SamplePost[]> => allRows(sampleFile('posts.csv'), postsImporter.columns(context));

export async function sampleLives(): Promise<Readonly<Record<string, readonly LifeStep[]>>> {
  return JSON.parse(await readFile(sampleFile('lives.json'), 'utf8')) as Record<string, LifeStep[]>;
}

/** What ships must be right: any wrong row is a Fault. */
async function allRows<Row>(file: string, columns: Columns<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const found of readTable(file, columns)) {
    if ('problems' in found) throw new Fault('sample-row-wrong', { params: { file, line: found.line, column: found.problems[0]?.column ?? '', reason: found.problems[0]?.code ?? '' } });
    rows.push(found.row);
  }
  return rows;
}
