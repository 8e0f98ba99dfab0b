import type { Command } from 'commander';
import { findHistory } from '../history.js';
import { withContext } from '../context.js';
import { localTime } from '../local-time.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addReplay(program: Command, terminal: () => Terminal): void {
  program.command('replay')
    .description('help.replay')
    .argument('<issue>', 'help.replay.issue')
    .option('--full', 'help.replay.full')
    .action(async (issue: string, options: { readonly full?: true }) => {
      const say = terminal();
      const history = await withContext((context) => findHistory(context, issue));
      for (const { revision, at, words, byName, commandType, ruleVersion, hash, recordedAt } of history.entries) {
        say.say('replay-step', { revision, at: localTime(at), words: say.event(words.code, words.params), by: byName });
        if (options.full) say.say('replay-step-full', { commandType, ruleVersion, recordedAt: localTime(recordedAt), hash });
      }
      say.result(history);
      process.exitCode = EXIT.done;
    });
}
