import { Command, CommanderError, Option } from 'commander';
import { Fault } from '#kernel';
import { LOCALES, translate, type Locale } from '#messages';
import { addAccount } from './commands/account.js';
import { addExport } from './commands/export.js';
import { addImport } from './commands/import.js';
import { addRebuild } from './commands/rebuild.js';
import { addReconcile } from './commands/reconcile.js';
import { addReplay } from './commands/replay.js';
import { addRulebook } from './commands/rulebook.js';
import { addSample } from './commands/sample.js';
import { addVerify } from './commands/verify.js';
import { EXIT, Terminal } from './terminal.js';

/** The language of LC_ALL, LC_MESSAGES or LANG; English when it is none of ours. */
function localeOf(env: NodeJS.ProcessEnv): Locale {
  const set = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  if (/^zh[_-](TW|HK|MO|Hant)/i.test(set)) return 'zh-Hant';
  return /^zh/i.test(set) ? 'zh-Hans' : 'en';
}

const program = new Command('minqing')
  .description('Minqing for operators and auditors. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done and something was found wrong.')
  .addOption(new Option('--lang <locale>', 'language of messages').choices([...LOCALES]).default(localeOf(process.env)))
  .option('--json', 'print the result as JSON on stdout; sentences and progress go to stderr')
  .showHelpAfterError()
  .exitOverride();

const terminal = (): Terminal => {
  const { lang, json } = program.opts<{ readonly lang: Locale; readonly json?: true }>();
  return new Terminal(lang, json ?? false);
};

for (const add of [addImport, addSample, addReplay, addVerify, addRebuild, addReconcile, addExport, addAccount, addRulebook]) add(program, terminal);

try {
  await program.parseAsync();
} catch (failure) {
  process.exitCode = report(failure);
}

function report(failure: unknown): number {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (failure instanceof Fault) process.stderr.write(`${faultWords(failure)}\n`);
  else process.stderr.write(`${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}\n`);
  return EXIT.failed;
}

/** In the reader's language where the command line knows the code; as the fault itself puts it otherwise. */
function faultWords(fault: Fault): string {
  try {
    return translate(program.opts<{ lang: Locale }>().lang, 'cli', fault.code, fault.params);
  } catch {
    return fault.message;
  }
}
