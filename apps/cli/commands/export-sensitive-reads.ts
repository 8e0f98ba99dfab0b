import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { everySensitiveRead } from '#application';
import { noteAudit } from '#identity';
import { Fault } from '#kernel';
import { api } from '#wire';
import type { Context } from '../context.js';
import type { Bar } from '../terminal.js';
import { deskOf } from './account.js';

const COLUMNS = [
  'at', 'outcome', 'answer', 'purpose', 'means', 'byName', 'cadre', 'post', 'operator', 'file', 'subject', 'number', 'area', 'unit', 'opening', 'id',
] as const satisfies readonly (keyof api.SensitiveRead)[];

/** The filters of the event search that mean the same here. */
export const SENSITIVE_READ_OPTIONS = ['issue', 'cadre', 'from', 'to', 'asOf'] as const;

/** Writes who read a sensitive file, newest first, and answers how many readings that were; that it was asked for is noted first. Fault `filter-wrong`. */
export async function exportSensitiveReads(context: Context, options: object, target: () => NodeJS.WritableStream, bar: Bar): Promise<number> {
  const desk = await deskOf(context);
  const filter = filterIn(options as Readonly<Record<string, unknown>>);
  await noteAudit(desk, { act: 'sensitive-reads-exported', detail: { ...filter as Record<string, string> } });
  let count = 0;
  async function* rows(): AsyncGenerator<api.SensitiveRead> {
    for await (const page of everySensitiveRead({ ...context, desk }, filter)) {
      yield* page;
      bar.update(count += page.length);
    }
  }
  await pipeline(rows, stringify({ header: true, bom: true, columns: [...COLUMNS], escape_formulas: true }), target());
  return count;
}

function filterIn(options: Readonly<Record<string, unknown>>): Omit<api.SensitiveReadsQuery, 'cursor' | 'limit'> {
  const given = Object.fromEntries(SENSITIVE_READ_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
  const judged = api.SensitiveReadsQuery.safeParse(given);
  if (judged.success) return judged.data;
  const name = String(judged.error.issues[0]?.path[0]);
  throw new Fault('filter-wrong', { params: { filter: name, value: String(given[name]) } });
}
