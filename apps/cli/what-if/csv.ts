import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { api } from '#wire';

/** A table of every issue that differs, written as they are found. */
export class DifferenceFile {
  private readonly rows = stringify({ header: true, bom: true, columns: [...COLUMNS], escape_formulas: true, cast: { boolean: String } });

  constructor(private readonly target: Writable) {
    this.rows.pipe(target);
  }

  async add(issues: readonly api.WhatIfIssue[]): Promise<void> {
    for (const issue of issues) if (!this.rows.write(rowOf(issue))) await new Promise((resolve) => this.rows.once('drain', resolve));
  }

  async end(): Promise<void> {
    const written = finished(this.target);
    this.rows.end();
    await written;
  }
}

const SIDE = ['unit', 'level', 'status', 'inTime', 'overdue', 'urgings', 'told', 'takeOvers', 'supervisedAt', 'deadlines'] as const;
const COLUMNS = [
  'number', 'title', 'area', ...SIDE.map((name) => `recorded.${name}`), ...SIDE.map((name) => `other.${name}`), 'departsAtStep', 'departsBecause', 'fallen', 'elsewhere', 'issueId',
];

function rowOf(issue: api.WhatIfIssue): Record<string, unknown> {
  const { issueId, number, title, areaName, departure, fallen, elsewhere } = issue;
  return {
    issueId, number, title, area: areaName, fallen, elsewhere, departsAtStep: departure?.step, departsBecause: departure?.refusal.code,
    ...prefixed('recorded', sideOf(issue, 'recorded')), ...prefixed('other', sideOf(issue, 'other')),
  };
}

function sideOf({ deadlines, ...issue }: api.WhatIfIssue, side: 'recorded' | 'other'): Record<(typeof SIDE)[number], unknown> {
  const { holder, climbs, level, status, inTime, overdue, urgings, told, supervisedAt } = issue[side];
  return {
    unit: holder.unit, level, status, inTime, overdue, urgings, told, supervisedAt,
    takeOvers: climbs.map(({ to, at }) => `${to.unit} ${at}`).join('; '),
    deadlines: deadlines.flatMap((pair) => { const due = pair[side]; return due ? [`${pair.kind} ${due.holder.unit} ${due.dueAt}`] : []; }).join('; '),
  };
}

function prefixed(prefix: string, values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}
