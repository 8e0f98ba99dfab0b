import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Argument, type Command } from 'commander';
import { countIssues, everyIssue, standpoint } from '#application';
import { ledgerFile, type LedgerLine } from '#audit';
import { workingCalendar } from '#domain';
import type { Locale } from '#messages';
import { openPostgresSeals } from '#seal/postgres';
import { asKept, withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { refuseUnread } from '../options.js';
import { readHistory, recordLines } from '../record-file.js';
import { EXIT, type Bar, type Terminal } from '../terminal.js';
import { AUDIT_OPTIONS, exportAudit, withActFilter } from './export-audit.js';
import { EVENT_OPTIONS, exportEvents, withEventFilters, type EventOptions } from './export-events.js';
import { exportSensitiveReads, SENSITIVE_READ_OPTIONS } from './export-sensitive-reads.js';

const WHAT = ['ledger', 'record', 'events', 'sensitive-reads', 'audit'] as const;
type What = (typeof WHAT)[number];

/** The options that each export reads. */
const READS: Readonly<Record<What, readonly string[]>> = {
  ledger: ['out', 'unit', 'asOf', 'codes'], record: ['out'], events: ['out', 'asOf', ...EVENT_OPTIONS], 'sensitive-reads': ['out', ...SENSITIVE_READ_OPTIONS],
  audit: ['out', ...AUDIT_OPTIONS],
};

interface Options extends EventOptions {
  readonly asOf?: string;
  readonly out?: string;
  readonly codes?: boolean;
}

export function addExport(program: Command, terminal: () => Terminal): void {
  withActFilter(withEventFilters(program.command('export')))
    .description('help.export')
    .addArgument(new Argument('<what>').choices(WHAT))
    .option('--out <file>', 'help.export.out')
    .option('--unit <code>', 'help.export.unit')
    .option('--as-of <moment>', 'help.as-of')
    .option('--codes', 'help.export.codes')
    .action(async (what: What, options: Options, command: Command) => {
      const say = terminal();
      refuseUnread(command, say, what, READS);
      const bar = say.progress('exporting', { what });
      const count = await withContext((context) => {
        switch (what) {
          case 'events': return exportEvents(context, options, () => destination(options.out), say.locale, bar);
          case 'sensitive-reads': return exportSensitiveReads(context, options, () => destination(options.out), bar);
          case 'audit': return exportAudit(context, options, () => destination(options.out), say.locale, bar);
          case 'ledger': return exportLedger(context, { ...options, locale: say.locale }, bar);
          case 'record': return exportRecordAsOperator(context, options, bar);
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

interface LedgerOptions extends Pick<Options, 'out' | 'unit' | 'asOf' | 'codes'> {
  readonly locale: Locale;
}

/** Every issue, or those of a unit, as they are or were at a moment; answers how many. That it was asked for is noted first. */
export async function exportLedger(context: Context, { out, unit, asOf, codes = false, locale }: LedgerOptions, bar: Bar): Promise<number> {
  const at = await standpoint(context, asOf);
  const asked = { ...(unit === undefined ? {} : { unit }), ...(asOf === undefined ? {} : { asOf }) };
  await noteOperator(context, 'ledger-exported', { detail: asked });
  const total = await countIssues(at, unit, 'everything');
  let count = 0;
  async function* counted(): AsyncGenerator<readonly LedgerLine[]> {
    for await (const page of everyIssue(at, unit === undefined ? {} : { unit }, 'everything')) {
      yield page;
      count += page.length;
      bar.update(count, Math.max(count, total));
    }
  }
  await pipeline(ledgerFile(counted(), { locale, codes, offsetMinutes: workingCalendar().offsetMinutes }), destination(out));
  return count;
}

/** What is sealed is read first: the log that follows is at least as long. */
export async function exportRecord({ store, pool }: Pick<Context, 'store' | 'pool'>, { out }: Pick<Options, 'out'>, bar: Bar): Promise<number> {
  const history = await readHistory(await openPostgresSeals(pool));
  const total = await store.lastPosition();
  await pipeline(recordLines(store, history, total, (done) => bar.update(done, total)), destination(out));
  return total;
}

export async function exportRecordAsOperator(context: Context, options: Pick<Options, 'out'>, bar: Bar): Promise<number> {
  await noteOperator(context, 'record-exported');
  return exportRecord(asKept(context), options, bar);
}

/** Personal data leaves by this file, so nobody but its owner may read it. */
function destination(out: string | undefined): NodeJS.WritableStream {
  return out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 });
}
