import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { erase, findPersons, type EraseOutcome, type Found } from '#application';
import { ERASURE_GROUNDS, type ErasureGround } from '#domain';
import { noteAudit } from '#identity';
import { Fault } from '#kernel';
import { withContext, type Context } from '../context.js';
import { issueIdNamed } from '../find-replay.js';
import { EXIT, type Terminal } from '../terminal.js';
import { deskOf } from './account.js';

const KINDS = ['issue', 'resident', 'household', 'cadre'] as const;
type Named = Readonly<Partial<Record<(typeof KINDS)[number], readonly string[]>>>;

interface Options extends Named {
  readonly ground: ErasureGround;
  readonly yes?: true;
  readonly out?: string;
}

export function addErase(program: Command, terminal: () => Terminal): void {
  const command = program.command('erase').description('help.erase');
  for (const kind of KINDS) command.option(`--${kind} <code...>`, `help.erase.${kind}`);
  command
    .addOption(new Option('--ground <ground>', 'help.erase.ground').choices([...ERASURE_GROUNDS]).makeOptionMandatory())
    .option('--out <file>', 'help.erase.out')
    .option('--yes', 'help.erase.yes')
    .action((options: Options) => run(terminal(), options));
}

async function run(say: Terminal, options: Options): Promise<void> {
  const outcome = await withContext((context) => eraseAsOperator(context, say, options));
  if (!outcome) {
    process.exitCode = EXIT.done;
    return;
  }
  if (outcome.status === 'unknown') throw new Fault('store-outcome-unknown', { transient: true, tryNext: 'give the same command again' });
  if (outcome.status === 'refused') {
    process.stderr.write(`${say.refusal(outcome.refusal)}\n`);
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
    say.say('would-erase', { persons: found.persons.join(', '), texts: found.texts, keys: found.keys.length });
    say.result({ persons: found.persons, texts: found.texts, keys: found.keys.length });
    return undefined;
  }
  const outcome = await erase(context, found, { by: { kind: 'operator', operator: 'command-line' }, at: context.now(), ground: options.ground });
  if (outcome.status === 'done') {
    const { erasure, keys, texts, ground } = outcome.receipt;
    await noteAudit(await deskOf(context), { act: 'person-erased', subject: erasure, detail: { keys, texts, ground } });
  }
  return outcome;
}

async function textsOf(context: Context, say: Terminal, options: Named): Promise<Found> {
  const persons = await personsNamed(context, options);
  if (persons.length === 0) throw new Fault('nobody-named', { tryNext: `name at least one by ${KINDS.map((kind) => `--${kind}`).join(', ')}` });
  const bar = say.progress('finding-texts');
  try {
    return await findPersons(context.record, persons, (done, total) => bar.update(done, total));
  } finally {
    bar.stop();
  }
}

/** Who brought an issue is meant together with the identity that is sealed apart. */
async function personsNamed(context: Context, named: Named): Promise<readonly string[]> {
  const issues = await Promise.all((named.issue ?? []).map((issue) => issueIdNamed(context, issue)));
  const others = (['resident', 'household', 'cadre'] as const).flatMap((kind) => (named[kind] ?? []).map((code) => `${kind}/${code}`));
  return [...issues.flatMap((id) => [`issue/${id}`, `identity/${id}`]), ...others];
}
