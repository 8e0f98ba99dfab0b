import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { KeyFile, parseKeyEntry, parseNote, proveInclusion, rotateKey, Sealer, type KeyEntry, type Seals } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { asKept, withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { readHistory } from '../record-file.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Out {
  readonly out?: string;
}

/** A document that goes to a file or, without one, to stdout as it is. */
interface Written {
  readonly text: string;
  readonly count: number;
}

export function addSeal(program: Command, terminal: () => Terminal): void {
  const seal = program.command('seal').description('help.seal');
  seal.command('now').description('help.seal.now').action(async () => {
    const say = terminal();
    const done = await withSeals(sealNow);
    say.say('sealed-now', done);
    say.result(done);
    process.exitCode = EXIT.done;
  });
  seal.command('key').description('help.seal.key').option('--signed', 'help.seal.key.signed').action(async ({ signed }: { readonly signed?: boolean }) => {
    const say = terminal();
    const keys = (await withSeals(({ seals }) => keysOf(seals))).map(({ number, after, at, key, note }) => ({ number, after, at, vkey: key.vkey, note }));
    for (const { vkey, note } of keys) say.text(signed ? note : vkey);
    say.result(keys);
    process.exitCode = EXIT.done;
  });
  seal.command('rotate').description('help.seal.rotate').action(async () => {
    const say = terminal();
    const { number, after, key: { vkey } } = await withSeals(rotateAsOperator);
    say.say('seal-key-rotated', { number, after, vkey });
    say.result({ number, after, vkey });
    process.exitCode = EXIT.done;
  });
  seal.command('export').description('help.seal.export').option('--out <file>', 'help.export.out')
    .action((options: Out) => write(terminal(), options, ({ seals }) => allCheckpoints(seals)));
  seal.command('prove').description('help.seal.prove').argument('<position>', 'help.seal.prove.position', wholeNumber).option('--out <file>', 'help.export.out')
    .action((position: number, options: Out) => write(terminal(), options, async (parts) => ({ text: await proveInclusion(parts, position), count: 1 })));
}

type Parts = Context & { readonly seals: Seals };
type SealingParts = Pick<Parts, 'store' | 'seals' | 'config' | 'mark' | 'now'>;

function withSeals<T>(work: (parts: Parts) => Promise<T>): Promise<T> {
  return withContext(async (context) => work({ ...asKept(context), seals: await openPostgresSeals(context.pool) }));
}

export async function sealNow({ store, seals, config, mark, now }: SealingParts): Promise<{ readonly checkpoints: number; readonly sealed: number }> {
  const checkpoints = await new Sealer({ store, seals, keyFile: new KeyFile(config.seal.keyFile), now, undeclared: async () => (await mark.read()) !== undefined }).seal();
  return { checkpoints, sealed: (await seals.state()).last?.size ?? 0 };
}

/** What was appended before is sealed by the old key: the new one signs what comes. */
export async function rotate(parts: SealingParts): Promise<KeyEntry> {
  await sealNow(parts);
  return rotateKey({ seals: parts.seals, keyFile: new KeyFile(parts.config.seal.keyFile), now: parts.now });
}

export async function rotateAsOperator(parts: Parts): Promise<KeyEntry> {
  const entry = await rotate(parts);
  await noteOperator(parts, 'seal-key-rotated', { subject: String(entry.number), detail: { after: entry.after } });
  return entry;
}

async function keysOf(seals: Seals): Promise<readonly (KeyEntry & { readonly note: string })[]> {
  return (await seals.state()).keys.map((note) => ({ ...parseKeyEntry(parseNote(note).text), note }));
}

async function allCheckpoints(seals: Seals): Promise<Written> {
  const { checkpoints } = await readHistory(seals);
  return { text: checkpoints.map((note) => `${note}\n`).join(''), count: checkpoints.length };
}

async function write(terminal: Terminal, { out }: Out, work: (parts: Parts) => Promise<Written>): Promise<void> {
  const { text, count } = await withSeals(work);
  if (out === undefined) process.stdout.write(text);
  else {
    await writeFile(out, text);
    terminal.say('exported', { count, file: out });
    terminal.result({ count, file: out });
  }
  process.exitCode = EXIT.done;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('1, 2, 3 …');
  return Number(text);
}
