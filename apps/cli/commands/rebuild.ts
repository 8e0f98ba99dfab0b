import { Argument, type Command } from 'commander';
import { PROJECTION_NAMES, rebuild } from '#projections/postgres';
import { withContext } from '../context.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addRebuild(program: Command, terminal: () => Terminal): void {
  program.command('rebuild')
    .description('help.rebuild')
    .addArgument(new Argument('[names...]', 'help.rebuild.names').choices(PROJECTION_NAMES))
    .action(async (names: readonly string[]) => {
      const say = terminal();
      const results = await withContext(async ({ pool, store }) => {
        const done = [];
        for (const name of names.length > 0 ? names : PROJECTION_NAMES) {
          const bar = say.progress('rebuilding', { name });
          const { events, rows } = await rebuild({ pool, store }, name, ({ stage, done: at, total }) => { if (stage === 'fold') bar.update(at, total); });
          bar.stop();
          say.say('rebuilt', { name, events, rows });
          done.push({ name, events, rows });
        }
        return done;
      });
      say.result(results);
      process.exitCode = EXIT.done;
    });
}
