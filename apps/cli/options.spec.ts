import type { CommanderError } from 'commander';
import { LOCALES, translate, type Locale } from '#messages';
import { commandLine } from './program.js';
import { EXIT } from './terminal.js';

/** What the command line answers before it opens anything. */
async function asked(locale: Locale, ...words: string[]): Promise<{ readonly code: number | undefined; readonly said: string }> {
  const { program } = commandLine({ MINQING_LOCALE: locale });
  const written: string[] = [];
  const commands = [program, ...program.commands, ...program.commands.flatMap(({ commands: inner }) => inner)];
  for (const command of commands) command.configureOutput({ writeErr: (text) => { written.push(text); } }).showHelpAfterError(false);
  const failure = await program.parseAsync(words, { from: 'user' }).then(() => undefined, (error: CommanderError) => error);
  return { code: failure?.exitCode, said: written.join('') };
}

const EVERY_FILTER = ['--by=cadre', '--cadre=C1', '--type=IssueReported', '--issue=x', '--command=x', '--rule-version=x', '--from=2026-01-01', '--to=2026-01-01', '--happened-from=2026-01-01', '--happened-to=2026-01-01', '--order=newest', '--format=jsonl'];

describe('an option that an export does not read is refused', () => {
  it.each([
    ...EVERY_FILTER.flatMap((option) => [['ledger', option], ['record', option]]),
    ['record', '--unit=LX'], ['record', '--as-of=1'], ['sensitive-reads', '--unit=LX'], ['sensitive-reads', '--format=csv'], ['sensitive-reads', '--happened-to=2026-01-01'],
    ['audit', '--unit=LX'], ['audit', '--issue=x'], ['events', '--act=sign-in'], ['ledger', '--act=sign-in'],
  ])('export %s %s', async (what, option) => {
    const { code, said } = await asked('en', 'export', what, option);
    expect(code).toBe(EXIT.usage);
    expect(said).toContain(`export ${what} does not read ${option.split('=')[0]}. These do: export `);
  });

  it.each(LOCALES)('with the exports that read it, in %s', async (locale) => {
    const { said } = await asked(locale, 'export', 'ledger', '--cadre', 'C1');
    expect(said.trim()).toBe(translate(locale, 'cli', 'option-unread', { option: '--cadre', use: 'export ledger', others: 'export events, export sensitive-reads, export audit' }));
  });
});

it('an option of leader-messages is refused with every other kind of import', async () => {
  for (const kind of ['units', 'cadres', 'posts', 'households', 'roster']) {
    for (const option of ['--unit=LX', '--places=p.csv', '--start-clock', '--sealed-identity']) {
      expect(await asked('en', 'import', kind, 'none.csv', option)).toEqual({ code: EXIT.usage, said: `import ${kind} does not read ${option.split('=')[0]}. These do: import leader-messages.\n` });
    }
  }
});

it.each(LOCALES)('a receipt of an erasure that is only looked at beforehand is refused, in %s', async (locale) => {
  const { code, said } = await asked(locale, 'erase', '--resident', 'R1', '--ground', 'requested', '--out', 'receipt.json');
  expect([code, said.trim()]).toEqual([EXIT.usage, translate(locale, 'cli', 'option-needs', { option: '--out', needed: '--yes' })]);
});

it.each([
  [['rulebook', 'show', '--version', 'a', '--at', '2026-10-01'], '--version', '--at'],
  [['backup', '--out', 'a', '--check', 'b'], '--out', '--check'],
  [['declare-gap', '--checkpoint', 'a', '--no-checkpoint', '--reason', 'x'], '--checkpoint', '--no-checkpoint'],
  [['declare-gap', '--no-checkpoint', '--checkpoint', 'a', '--reason', 'x'], '--checkpoint', '--no-checkpoint'],
])('two options that exclude each other are refused: %j', async (words, one, other) => {
  expect(await asked('en', ...words)).toEqual({ code: EXIT.usage, said: `Give either ${one} or ${other}, not both.\n` });
});
