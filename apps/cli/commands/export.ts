import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Argument, type Command } from 'commander';
import { stringify } from 'csv-stringify';
import { standpoint } from '#application';
import { openPostgresSeals } from '#seal/postgres';
import type { api } from '#wire';
import { asKept, withContext, type Context } from '../context.js';
import { refuseUnread } from '../options.js';
import { readHistory, recordLines } from '../record-file.js';
import { EXIT, type Bar, type Terminal } from '../terminal.js';
import { EVENT_OPTIONS, exportEvents, withEventFilters, type EventOptions } from './export-events.js';
import { exportSensitiveReads, SENSITIVE_READ_OPTIONS } from './export-sensitive-reads.js';

const WHAT = ['ledger', 'record', 'events', 'sensitive-reads'] as const;
type What = (typeof WHAT)[number];

/** The options that each export reads. */
const READS: Readonly<Record<What, readonly string[]>> = {
  ledger: ['out', 'unit', 'asOf'], record: ['out'], events: ['out', 'asOf', ...EVENT_OPTIONS], 'sensitive-reads': ['out', ...SENSITIVE_READ_OPTIONS],
};

interface Options extends EventOptions {
  readonly asOf?: string;
  readonly out?: string;
}

export function addExport(program: Command, terminal: () => Terminal): void {
  withEventFilters(program.command('export'))
    .description('help.export')
    .addArgument(new Argument('<what>').choices(WHAT))
    .option('--out <file>', 'help.export.out')
    .option('--unit <code>', 'help.export.unit')
    .option('--as-of <moment>', 'help.as-of')
    .action(async (what: What, options: Options, command: Command) => {
      const say = terminal();
      refuseUnread(command, say, what, READS);
      const bar = say.progress('exporting', { what });
      const count = await withContext((context) => {
        switch (what) {
          case 'events': return exportEvents(context, options, () => destination(options.out), say.locale, bar);
          case 'sensitive-reads': return exportSensitiveReads(context, options, () => destination(options.out), bar);
          case 'ledger': return exportLedger(context, options, bar);
          case 'record': return exportRecord(asKept(context), options, bar);
        }
      });
      bar.stop();
      // Without --out, stdout is the export itself.
      if (options.out !== undefined) {
        say.say('exported', { what, count, file: options.out });
        say.result({ what, count, file: options.out });
      }
      process.exitCode = EXIT.done;
    });
}

const COLUMNS = [
  'number', 'title', 'status', 'stage', 'level', 'scope', 'horizon', 'topic', 'grade', 'area', 'areaName', 'unit', 'unitName', 'responsible', 'responsibleName',
  'measureBy', 'heardAt', 'answeredAt', 'endedAt', 'answer', 'inTime', 'satisfied', 'overdue', 'supervised', 'repeats', 'returns', 'escalations', 'issueId',
] as const satisfies readonly (keyof api.IssueRow)[];

/** Every issue, or those of a unit, as they are or were at a moment; answers how many. */
export async function exportLedger(context: Context, { out, unit, asOf }: Pick<Options, 'out' | 'unit' | 'asOf'>, bar: Bar): Promise<number> {
  const { readModels, now } = await standpoint(context, asOf);
  let count = 0;
  async function* rows(): AsyncGenerator<api.IssueRow> {
    for (let cursor: string | undefined; ;) {
      const page = await readModels.ledger({ limit: 200, ...(unit ? { unit } : {}), ...(cursor ? { cursor } : {}) }, 'everything', now());
      yield* page.rows;
      bar.update(count += page.rows.length, count);
      if (page.next === null) return;
      cursor = page.next;
    }
  }
  // A spreadsheet runs a cell that begins like a formula; escape_formulas puts an apostrophe before it.
  await pipeline(rows, stringify({ header: true, bom: true, columns: [...COLUMNS], escape_formulas: true, cast: { boolean: String } }), destination(out));
  return count;
}

/** What is sealed is read first: the log that follows is at least as long. */
export async function exportRecord({ store, pool }: Pick<Context, 'store' | 'pool'>, { out }: Pick<Options, 'out'>, bar: Bar): Promise<number> {
  const history = await readHistory(await openPostgresSeals(pool));
  const total = await store.lastPosition();
  await pipeline(recordLines(store, history, total, (done) => bar.update(done, total)), destination(out));
  return total;
}

/** Personal data leaves by this file, so nobody but its owner may read it. */
function destination(out: string | undefined): NodeJS.WritableStream {
  return out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 });
}
