import { randomUUID } from 'node:crypto';
import { commandIdOf, issueIdOf, type AnyCommand, type CommandOutcome } from '#application';
import type { Actor, Refusal } from '#kernel';
import type { Context } from '../context.js';
import type { Again, CommandDraft, ImportContext, Importer } from './importer.js';
import { readTable, type RowProblem, type TableOptions, type TableRow } from './table.js';

/** A row that was read but not taken: a cell's problem, or the refusal of the command it stands for. */
export type RefusedRow = RowProblem | { readonly line: number; readonly column: ''; readonly refusal: Refusal };

/** Counts of rows. `added + unchanged + rows with problems = rows`. */
export interface ImportReport {
  rows: number;
  added: number;
  /** Known already, exactly so. */
  unchanged: number;
  rejected: number;
  readonly problems: RefusedRow[];
}

/** How many rows that do not depend on each other are under way at a time. */
const AT_ONCE = 64;

/**
 * Takes every good row of a file and reports every other one. Rows of the organisation go one by one, since later ones rest on earlier ones.
 * Throws what the first row threw whose command could not even be answered; those under way are waited for, and no further one is begun.
 */
export async function runImport<Row>(
  { giver, store }: Pick<Context, 'giver' | 'store'>, importer: Importer<Row>, file: string, context: ImportContext, options: TableOptions & { readonly ordered: boolean },
): Promise<ImportReport> {
  const report: ImportReport = { rows: 0, added: 0, unchanged: 0, rejected: 0, problems: [] };
  const run = randomUUID();
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for await (const found of inOrder(readTable(file, importer.columns(context), options), importer)) {
    report.rows += 1;
    if ('problems' in found) {
      report.rejected += 1;
      report.problems.push(...found.problems);
      continue;
    }
    const drafts = importer.commands(importer.completed ? await importer.completed(found.row, store) : found.row, context);
    if (!isDrafts(drafts)) {
      report.rejected += 1;
      report.problems.push({ line: found.line, ...drafts });
      continue;
    }
    const again = importer.again && (() => importer.again!(found.row, context, store));
    const task = takeRow(giver, { drafts, again, run, line: found.line }, report).catch((error: unknown) => { failure ??= { error }; }).finally(() => underWay.delete(task));
    underWay.add(task);
    if (options.ordered || underWay.size >= AT_ONCE) await (options.ordered ? task : Promise.race(underWay));
    if (failure) break;
  }
  await Promise.all(underWay);
  if (failure) throw failure.error;
  report.problems.sort((one, other) => one.line - other.line);
  return report;
}

/** The rows as they stand in the file, or those that others rest on first; wrong ones come among them. */
async function* inOrder<Row>(rows: AsyncIterable<TableRow<Row>>, { rests }: Importer<Row>): AsyncGenerator<TableRow<Row>> {
  if (!rests) {
    yield* rows;
    return;
  }
  const all: TableRow<Row>[] = [];
  for await (const found of rows) all.push(found);
  const on = new Map(all.flatMap((found) => ('row' in found ? [[rests(found.row).name, rests(found.row).on] as const] : [])));
  const depthOf = (found: TableRow<Row>): number => {
    const above = new Set<string>();
    let name = 'row' in found ? rests(found.row).on : undefined;
    for (; name && on.has(name) && !above.has(name); name = on.get(name)) above.add(name);
    return above.size;
  };
  yield* all.map((found) => ({ found, depth: depthOf(found) })).sort((one, other) => one.depth - other.depth).map(({ found }) => found);
}

function isDrafts(drafts: readonly CommandDraft[] | object): drafts is readonly CommandDraft[] {
  return Array.isArray(drafts);
}

/** A row that can be taken, as far as its columns tell. */
interface Row {
  readonly drafts: readonly CommandDraft[];
  readonly again: (() => Promise<Again>) | undefined;
  readonly run: string;
  readonly line: number;
}

async function takeRow(giver: Context['giver'], row: Row, report: ImportReport): Promise<void> {
  let added = false;
  for (const draft of row.drafts) {
    const outcome = await given(giver, draft, row);
    if (outcome === 'known') continue;
    if (outcome.status === 'done') added ||= !outcome.replayed;
    else if (outcome.status !== 'unchanged') {
      report.rejected += 1;
      report.problems.push(problemOf(outcome, row.line));
      return;
    }
  }
  if (added) report.added += 1;
  else report.unchanged += 1;
}

/** A row that comes again may tell the same under other options, or more than it did. */
async function given(giver: Context['giver'], draft: CommandDraft, { again, run }: Row): Promise<CommandOutcome | 'known'> {
  const outcome = await giver.give(commandOf(draft, run));
  if (outcome.status !== 'command-differs' || !again) return outcome;
  const found = await again();
  if (found === 'known') return found;
  return found === 'otherwise' ? outcome : giver.give(commandOf(found, run));
}

function problemOf(outcome: { readonly status: 'refused'; readonly refusal: Refusal } | { readonly status: 'command-differs' | 'unknown' }, line: number): RefusedRow {
  if (outcome.status === 'refused') return { line, column: '', refusal: outcome.refusal };
  return { line, column: '', code: outcome.status === 'unknown' ? 'row-outcome-unknown' : 'row-imported-differently' };
}

/**
 * A matter of another system keeps one id for ever, so that it is taken once. The organisation may go back to what it
 * was before; there the aggregate itself knows what is new, and a command belongs to one run.
 */
function commandOf({ key, type, at, data }: CommandDraft, run: string): AnyCommand {
  if (type !== 'import-issue' && type !== 'import-reply') {
    const by: Actor = { kind: 'import', source: 'organisation' };
    return { id: commandIdOf(by, `${run}/${type}/${key}`), type, at, by, data } as AnyCommand;
  }
  const by: Actor = { kind: 'import', source: (data as { readonly source: string }).source };
  const id = commandIdOf(by, key);
  return { id, type, at, by, data: { issueId: issueIdOf(id), ...data } } as AnyCommand;
}
