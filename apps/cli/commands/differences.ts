import type { Command } from 'commander';
import { differencesBetween } from '#application';
import { workingCalendar } from '#domain';
import { api } from '#wire';
import { withContext, type Context } from '../context.js';
import { localTime } from '../local-time.js';
import { wordOf } from '../tell-replay.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Options {
  readonly from: string;
  readonly to?: string;
  readonly unit?: string;
}

export function addDifferences(program: Command, terminal: () => Terminal): void {
  program.command('differences')
    .description('help.differences')
    .requiredOption('--from <moment>', 'help.differences.from')
    .option('--to <moment>', 'help.differences.to')
    .option('--unit <code>', 'help.differences.unit')
    .action(async (options: Options) => {
      const say = terminal();
      const found = await withContext((context) => allDifferences(context, options));
      tellDifferences(say, found);
      say.result(found);
      process.exitCode = EXIT.done;
    });
}

/** Every page as one, up to a moment that is the same for all of them. */
export async function allDifferences(context: Context, { from, to, unit }: Options): Promise<api.Differences> {
  const source = { ...context, now: () => context.now(), offsetMinutes: workingCalendar().offsetMinutes };
  const query = { from, ...(to === undefined ? {} : { to }), ...(unit === undefined ? {} : { unit }), limit: 200 };
  const first = await differencesBetween(source, query, 'everything');
  const rows = [...first.rows];
  const sameMoments = { ...query, to: to ?? first.to.at };
  for (let cursor = first.next; cursor !== null;) {
    const page = await differencesBetween(source, { ...sameMoments, cursor }, 'everything');
    rows.push(...page.rows);
    cursor = page.next;
  }
  return { ...first, rows, next: null };
}

export function tellDifferences(say: Terminal, { from, to, rows, whole }: api.Differences): void {
  say.say('differences-moments', { from: localTime(from.at), to: localTime(to.at) });
  if (whole) tellWhole(say, whole);
  if (rows.length === 0) say.say('differences-none');
  for (const row of rows) tellRow(say, row);
}

function tellWhole(say: Terminal, { before, after, roster }: NonNullable<api.Differences['whole']>): void {
  say.say('differences-counts', {
    openBefore: before.counts.open, openAfter: after.counts.open, overdueBefore: before.counts.overdue, overdueAfter: after.counts.overdue,
    supervisedBefore: before.counts.supervised, supervisedAfter: after.counts.supervised,
  });
  say.say('differences-figures', {
    receivedBefore: before.figures.received, receivedAfter: after.figures.received, answeredBefore: before.figures.answered, answeredAfter: after.figures.answered,
  });
  if (before.ruleVersion !== after.ruleVersion) say.say('differences-rules', { before: before.ruleVersion, after: after.ruleVersion });
  if (roster.begun.length + roster.ended.length > 0) say.say('differences-roster', { begun: roster.begun.length, ended: roster.ended.length });
}

function tellRow(say: Terminal, { kind, changed, before, after }: api.IssueDifference): void {
  const { number, title } = (after ?? before)!;
  say.say(`difference-${kind}`, { number, title: title.replace(/\s+/g, ' ') });
  for (const key of changed) say.say('difference-part', { part: say.term('difference', key), before: partOf(say, before, key), after: partOf(say, after, key) });
}

function partOf(say: Terminal, row: api.IssueRow | null, key: api.IssueDifference['changed'][number]): string {
  const pieces = row ? api.differencePieces(row, key) : [];
  return pieces.length === 0 ? say.words('replay-nothing') : pieces.map((piece) => wordOf(say, piece)).join(' · ');
}
