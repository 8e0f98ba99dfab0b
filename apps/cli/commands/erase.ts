import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { erase, erasureOf, findPersons, personsNamed, type EraseOutcome, type Found } from '#application';
import { uuid5 } from '#event-store';
import { ERASURE_GROUNDS, type ErasureGround } from '#domain';
import { Fault } from '#kernel';
import { withContext, type Context } from '../context.js';
import { issueIdNamed } from '../find-replay.js';
import { noteOperator } from '../operator.js';
import { refuseWithout } from '../options.js';
import { EXIT, type Terminal } from '../terminal.js';
import { deskOf } from './account.js';

const KINDS = ['issue', 'resident', 'household', 'cadre'] as const;
type Named = Readonly<Partial<Record<(typeof KINDS)[number], readonly string[]>>>;

interface Options extends Named {
  readonly ground: ErasureGround;
  readonly reference?: string;
  readonly yes?: true;
  readonly out?: string;
}

export function addErase(program: Command, terminal: () => Terminal): void {
  const command = program.command('erase').description('help.erase');
  for (const kind of KINDS) command.option(`--${kind} <code...>`, `help.erase.${kind}`);
  command
    .addOption(new Option('--ground <ground>', 'help.erase.ground').choices([...ERASURE_GROUNDS]).makeOptionMandatory())
    .option('--reference <code>', 'help.erase.reference')
    .option('--out <file>', 'help.erase.out')
    .option('--yes', 'help.erase.yes')
    .action((options: Options, itself: Command) => {
      const say = terminal();
      refuseWithout(itself, say, 'out', 'yes');
      return run(say, options);
    });
}

async function run(say: Terminal, options: Options): Promise<void> {
  const outcome = await withContext((context) => eraseAsOperator(context, say, options));
  if (!outcome) {
    process.exitCode = EXIT.done;
    return;
  }
  if (outcome.status === 'unknown') throw new Fault('store-outcome-unknown', { transient: true, tryNext: 'give the same command again' });
  if (outcome.status !== 'done') {
    process.stderr.write(`${say.refusal(outcome.status === 'refused' ? outcome.refusal : { code: 'erased-on-another-ground' })}\n`);
    process.exitCode = EXIT.failed;
    return;
  }
  const { receipt } = outcome;
  if (options.out) await writeFile(options.out, `${JSON.stringify(receipt, null, 2)}\n`, { mode: 0o600 });
  say.say('erased', { texts: receipt.texts, keys: receipt.keys, position: receipt.position, erasure: receipt.erasure });
  say.result(receipt);
  process.exitCode = EXIT.done;
}

/** Without `yes` it only says what would be erased, and answers undefined. */
export async function eraseAsOperator(context: Context, say: Terminal, options: Options): Promise<EraseOutcome | undefined> {
  const found = await textsOf(context, say, options);
  if (!options.yes) {
    await noteOperator(context, 'erasure-previewed', { subject: erasureOf(found), detail: { persons: found.persons.length, keys: found.keys.length, texts: found.texts } });
    say.say('would-erase', { persons: found.persons.join(', '), texts: found.texts, keys: found.keys.length });
    say.result({ persons: found.persons, texts: found.texts, keys: found.keys.length });
    return undefined;
  }
  // Whoever asks again, and may be somebody else, gives the same command: who did it stands in the audit.
  const id = uuid5('erase-person', erasureOf(found));
  return erase({ ...context, desk: await deskOf(context) }, found, { id, by: { kind: 'operator', operator: 'command-line' }, at: context.now(), ground: options.ground, reference: options.reference, who: {} });
}

async function textsOf(context: Context, say: Terminal, options: Named): Promise<Found> {
  const issues = await Promise.all((options.issue ?? []).map((issue) => issueIdNamed(context, issue)));
  const persons = personsNamed({ issues, residents: options.resident, households: options.household, cadres: options.cadre });
  if (persons.length === 0) throw new Fault('nobody-named', { tryNext: `name at least one by ${KINDS.map((kind) => `--${kind}`).join(', ')}` });
  const bar = say.progress('finding-texts');
  try {
    return await findPersons(context.record, persons, { onProgress: (done, total) => bar.update(done, total) });
  } finally {
    bar.stop();
  }
}
