import { Command, Option } from 'commander';
import { LOCALES, localeOf, type Locale } from '#messages';
import { addAccount } from './commands/account.js';
import { addBackup } from './commands/backup.js';
import { addCopyLog } from './commands/copy-log.js';
import { addDeclareGap } from './commands/declare-gap.js';
import { addDifferences } from './commands/differences.js';
import { addErase } from './commands/erase.js';
import { addExport } from './commands/export.js';
import { addImport } from './commands/import.js';
import { addKeys } from './commands/keys.js';
import { addProjections } from './commands/projections.js';
import { addRebuild } from './commands/rebuild.js';
import { addReconcile } from './commands/reconcile.js';
import { addReplay } from './commands/replay.js';
import { addRestore } from './commands/restore.js';
import { addRulebook } from './commands/rulebook.js';
import { addSample } from './commands/sample.js';
import { addSeal } from './commands/seal.js';
import { addVerify } from './commands/verify.js';
import { addVerifyFile } from './commands/verify-file.js';
import { addWhatIf } from './commands/what-if.js';
import { helpIn } from './help.js';
import { Terminal } from './terminal.js';

export interface CommandLine {
  readonly program: Command;
  /** That of --lang, or of the environment. */
  locale(): Locale;
}

/** Every command of the command line. Descriptions are codes; see help.ts. */
export function commandLine(env: NodeJS.ProcessEnv): CommandLine {
  const program = new Command('minqing').description('help.minqing');
  const locale = (): Locale => program.opts<{ readonly lang: Locale }>().lang;
  program
    .addOption(new Option('--lang <locale>', 'help.lang').choices([...LOCALES]).default(localeOf(env)))
    .option('--json', 'help.json')
    .helpOption('-h, --help', 'help.help')
    .helpCommand('help [command]', 'help.help')
    .configureHelp(helpIn(locale))
    .showHelpAfterError()
    .exitOverride();
  const terminal = (): Terminal => new Terminal(locale(), program.opts<{ readonly json?: true }>().json ?? false);
  for (const add of [addImport, addSample, addReplay, addDifferences, addVerify, addVerifyFile, addSeal, addRebuild, addProjections, addReconcile, addExport, addErase, addKeys, addCopyLog, addBackup, addRestore, addDeclareGap, addAccount, addRulebook, addWhatIf]) add(program, terminal);
  return { program, locale };
}
