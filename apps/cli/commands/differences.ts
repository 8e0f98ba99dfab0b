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
  say.say('differences-rates', {
    inTimeBefore: rateOf(say, before.figures.answeredInTime), inTimeAfter: rateOf(say, after.figures.answeredInTime),
    resolvedBefore: rateOf(say, before.figures.resolved), resolvedAfter: rateOf(say, after.figures.resolved),
    satisfiedBefore: rateOf(say, before.figures.satisfied), satisfiedAfter: rateOf(say, after.figures.satisfied),
  });
  say.say('differences-band', { before: bandOf(say, before.figures.band), after: bandOf(say, after.figures.band) });
  if (before.ruleVersion !== after.ruleVersion) say.say('differences-rules', { before: before.ruleVersion, after: after.ruleVersion });
  for (const name of ['begun', 'ended'] as const) tellLinks(say, name, roster[name]);
}

/** With its raw counts, of which a reader sees whether they are small. */
function rateOf(say: Terminal, { rate, count, base }: api.FigureRow['resolved']): string {
  if (rate === null) return say.words('differences-no-rate');
  return `${new Intl.NumberFormat(say.locale, { style: 'percent', maximumFractionDigits: 0 }).format(rate)} (${count}/${base})`;
}

function bandOf(say: Terminal, band: number | null): string {
  return band === null ? say.words('what-if-few') : say.words('differences-nth-band', { nth: band + 1 });
}

function tellLinks(say: Terminal, name: 'begun' | 'ended', links: readonly api.RosterShape[]): void {
  if (links.length > 0) say.say(`differences-roster-${name}`, { links: links.length });
  for (const { kind, target, targetName, unitName, cadreName, from, to } of links) {
    const link = { kind: say.term('roster', kind), target: targetName ?? target, unit: unitName, cadre: cadreName, from };
    if (to === null) say.say('differences-link', link);
    else say.say('differences-link-until', { ...link, to });
  }
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
