import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { stringify } from 'csv-stringify';
import { everyAuditNote } from '#application';
import { Fault } from '#kernel';
import { isMessage, translate, type Locale } from '#messages';
import { api } from '#wire';
import type { Context } from '../context.js';
import { noteOperator } from '../operator.js';
import type { Bar } from '../terminal.js';
import { deskOf } from './account.js';

const COLUMNS = [
  'at', 'act', 'words', 'byName', 'cadre', 'post', 'unit', 'operator', 'address', 'subject', 'detail', 'id',
] as const satisfies readonly (keyof api.AuditRow | 'words')[];

/** Its own filter, and those of the event search that mean the same here. */
export const AUDIT_OPTIONS = ['act', 'cadre', 'from', 'to', 'asOf'] as const;

export function withActFilter(command: Command): Command {
  return command.addOption(new Option('--act <act>', 'help.audit.act').choices(api.AUDIT_ACTS));
}

/** Writes what was noted of people and operators, newest first, and answers how many rows that were; that it was asked for is noted first. Fault `filter-wrong`. */
export async function exportAudit(context: Context, options: object, target: () => NodeJS.WritableStream, locale: Locale, bar: Bar): Promise<number> {
  const filter = filterIn(options as Readonly<Record<string, unknown>>);
  await noteOperator(context, 'audit-exported', { detail: { ...filter as Record<string, string> } });
  const desk = await deskOf(context);
  let count = 0;
  async function* rows(): AsyncGenerator<Readonly<Record<string, unknown>>> {
    for await (const page of everyAuditNote({ ...context, desk }, filter)) {
      for (const { detail, ...row } of page) yield { ...row, words: wordsOf(locale, row.act), detail: JSON.stringify(detail) };
      bar.update(count += page.length, count);
    }
  }
  await pipeline(rows, stringify({ header: true, bom: true, columns: [...COLUMNS], escape_formulas: true }), target());
  return count;
}

function wordsOf(locale: Locale, act: string): string {
  return isMessage(locale, 'terms', `noted.${act}`) ? translate(locale, 'terms', `noted.${act}`) : act;
}

function filterIn(options: Readonly<Record<string, unknown>>): Omit<api.AuditQuery, 'cursor' | 'limit'> {
  const given = Object.fromEntries(AUDIT_OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
  const judged = api.AuditQuery.safeParse(given);
  if (judged.success) return judged.data;
  const name = String(judged.error.issues[0]?.path[0]);
  throw new Fault('filter-wrong', { params: { filter: name, value: String(given[name]) } });
}
