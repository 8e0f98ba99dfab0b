import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { everyEvent, standpoint, type EventFilter } from '#application';
import { trailFile } from '#audit';
import { Fault } from '#kernel';
import type { Locale } from '#messages';
import { api } from '#wire';
import type { Context } from '../context.js';
import { noteOperator } from '../operator.js';
import type { Bar } from '../terminal.js';

type FilterName = keyof EventFilter;

/** The option of each filter; `--unit` is the ledger's as well. */
const OPTIONS: Readonly<Record<Exclude<FilterName, 'unit' | 'by' | 'order'>, string>> = {
  cadre: '--cadre <code>', type: '--type <event>', issue: '--issue <number>', command: '--command <id>', ruleVersion: '--rule-version <version>',
  from: '--from <date>', to: '--to <date>', happenedFrom: '--happened-from <date>', happenedTo: '--happened-to <date>',
};

/** Every option that `export events` has for itself or shares. */
export const EVENT_OPTIONS = ['unit', 'by', 'order', 'format', ...Object.keys(OPTIONS)];

export type EventOptions = EventFilter & { readonly format: 'csv' | 'jsonl'; readonly asOf?: string };

/** The filters of the auditor's search, for `export events`. */
export function withEventFilters(command: Command): Command {
  command.addOption(new Option('--by <kind>', 'help.events.by').choices(api.ActorKind.options));
  for (const [name, flags] of Object.entries(OPTIONS)) command.option(flags, `help.events.${name}`);
  return command
    .addOption(new Option('--order <order>', 'help.events.order').choices(['newest', 'oldest']))
    .addOption(new Option('--format <format>', 'help.events.format').choices(['csv', 'jsonl']).default('csv'));
}

/** Writes what the search finds and answers how many events that were; that it was asked for is noted first. Fault `filter-wrong`. */
export async function exportEvents(context: Context, options: EventOptions, target: () => NodeJS.WritableStream, locale: Locale, bar: Bar): Promise<number> {
  const { format, asOf } = options;
  const filter = filterIn(options);
  const at = await standpoint(context, asOf);
  await noteOperator(context, 'events-exported', { detail: { ...filter as Record<string, string>, format, ...(asOf === undefined ? {} : { asOf }) } });
  let count = 0;
  async function* counted(): AsyncGenerator<readonly api.TrailEntry[]> {
    for await (const page of everyEvent(at, filter, 'everything')) {
      yield page;
      bar.update(count += page.length);
    }
  }
  await pipeline(trailFile(counted(), format, locale), target());
  return count;
}

function filterIn(options: EventOptions): EventFilter {
  const given = Object.fromEntries(Object.entries(options).filter(([name, value]) => name in api.TrailQuery.shape && name !== 'asOf' && value !== undefined));
  const judged = api.TrailQuery.safeParse(given);
  if (judged.success) return judged.data;
  const name = String(judged.error.issues[0]?.path[0]);
  throw new Fault('filter-wrong', { params: { filter: name, value: String(given[name]) } });
}
