import { Argument, Option, type Command } from 'commander';
import { withContext } from '../context.js';
import type { ImportContext } from '../import/importer.js';
import { leaderMessages } from '../import/leader-messages.js';
import { cadres, households, posts, roster, units } from '../import/organisation.js';
import { readPlaces } from '../import/places.js';
import { runImport, type ImportReport } from '../import/run-import.js';
import { refuseUnread } from '../options.js';
import { EXIT, type Terminal } from '../terminal.js';

const IMPORTERS = { units, cadres, posts, households, roster, 'leader-messages': leaderMessages };
export type ImportKind = keyof typeof IMPORTERS;
const SHOWN_PROBLEMS = 50;

/** The options that each kind reads. */
const READS: Readonly<Record<ImportKind, readonly string[]>> = {
  units: ['encoding'], cadres: ['encoding'], posts: ['encoding'], households: ['encoding'], roster: ['encoding'],
  'leader-messages': ['encoding', 'unit', 'places', 'startClock', 'sealedIdentity'],
};

interface Options {
  readonly unit?: string;
  readonly places?: string;
  readonly startClock?: true;
  readonly sealedIdentity?: true;
  readonly encoding: 'utf-8' | 'gb18030';
}

export function addImport(program: Command, terminal: () => Terminal): void {
  program.command('import')
    .description('help.import')
    .addArgument(new Argument('<kind>', 'help.import.kind').choices(Object.keys(IMPORTERS)))
    .argument('<file>', 'help.import.file')
    .option('--unit <code>', 'help.import.unit')
    .option('--places <file>', 'help.import.places')
    .option('--start-clock', 'help.import.start-clock')
    .option('--sealed-identity', 'help.import.sealed-identity')
    .addOption(new Option('--encoding <name>', 'help.import.encoding').choices(['utf-8', 'gb18030']).default('utf-8'))
    .action(async (kind: ImportKind, file: string, options: Options, command: Command) => {
      const say = terminal();
      refuseUnread(command, say, kind, READS);
      process.exitCode = await importFile(say, kind, file, options);
    });
}

async function importFile(terminal: Terminal, kind: ImportKind, file: string, options: Options): Promise<number> {
  const places = options.places === undefined ? [] : await readPlaces(options.places);
  const report = await withContext(async (context) => {
    const asked: ImportContext = { now: context.now(), unit: options.unit, places, startClock: options.startClock ?? false, sealedIdentity: options.sealedIdentity ?? false };
    return importInto(context, terminal, kind, file, asked, options.encoding);
  });
  tell(terminal, report);
  terminal.result(report);
  return report.rejected > 0 ? EXIT.findings : EXIT.done;
}

/** Imports one file with a progress bar. */
export async function importInto(
  context: Parameters<typeof runImport>[0], terminal: Terminal, kind: ImportKind, file: string, asked: ImportContext, encoding: Options['encoding'] = 'utf-8',
): Promise<ImportReport> {
  const bar = terminal.progress('importing', { kind });
  try {
    const ordered = kind !== 'leader-messages';
    return await runImport(context, IMPORTERS[kind] as never, file, asked, { encoding, ordered, onProgress: (read, total) => bar.update(read, total) });
  } finally {
    bar.stop();
  }
}

function tell(terminal: Terminal, report: ImportReport): void {
  for (const problem of report.problems.slice(0, SHOWN_PROBLEMS)) {
    const reason = 'refusal' in problem ? terminal.refusal(problem.refusal) : terminal.words(problem.code, problem.params);
    terminal.say(problem.column === '' ? 'import-problem-row' : 'import-problem-cell', { line: problem.line, column: problem.column, reason });
  }
  if (report.problems.length > SHOWN_PROBLEMS) terminal.say('import-more-problems', { count: report.problems.length - SHOWN_PROBLEMS });
  terminal.say('import-done', { rows: report.rows, added: report.added, unchanged: report.unchanged, rejected: report.rejected });
}
