import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { commandIdOf, Facts, type AnyCommand } from '#application';
import type { Rulebook } from '#domain';
import { Fault, type Actor } from '#kernel';
import { withContext } from '../context.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addRulebook(program: Command, terminal: () => Terminal): void {
  const rulebook = program.command('rulebook').description('help.rulebook');
  rulebook.command('show').description('help.rulebook.show').action(async () => {
    const rules = await withContext(({ store, readModels, now }) => new Facts(store, readModels).rulesAt(now()));
    process.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
    process.exitCode = EXIT.done;
  });
  rulebook.command('adopt').description('help.rulebook.adopt')
    .argument('<file>')
    .action(async (file: string) => { process.exitCode = await adopt(terminal(), file); });
}

async function adopt(terminal: Terminal, file: string): Promise<number> {
  const data = parsed(file, await readFile(file, 'utf8').catch((cause: unknown) => { throw new Fault('file-missing', { params: { file }, cause }); }));
  const by: Actor = { kind: 'operator', operator: 'command-line' };
  const outcome = await withContext(({ giver, now }) => {
    const at = now();
    return giver.give({ type: 'adopt-rulebook', id: commandIdOf(by, `adopt-rulebook/${data.version}`), at, by, data } as AnyCommand);
  });
  if (outcome.status === 'refused') {
    process.stderr.write(`${terminal.refusal(outcome.refusal)}\n`);
    return EXIT.failed;
  }
  if (outcome.status === 'command-differs') throw new Fault('rulebook-version-taken', { params: { version: data.version } });
  terminal.say('rulebook-adopted', { version: data.version, effectiveFrom: data.effectiveFrom });
  terminal.result({ status: outcome.status, version: data.version });
  return EXIT.done;
}

function parsed(file: string, text: string): Rulebook {
  try {
    return JSON.parse(text) as Rulebook;
  } catch (cause) {
    throw new Fault('file-not-json', { params: { file, reason: (cause as Error).message }, cause });
  }
}
