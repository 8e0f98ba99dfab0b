import type { Command } from 'commander';
import { isMessage, LOCALES } from '#messages';
import { commandLine } from './program.js';

function all(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(all)];
}

describe('help', () => {
  it('has a sentence for every command, argument and option', () => {
    const { program } = commandLine({});
    const commands = all(program);
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((command) => command.description() === '').map((command) => command.name())).toEqual([]);
    const texts = commands.flatMap((command) => [command.description(), ...[...command.options, ...command.registeredArguments].map(({ description }) => description)]);
    expect(texts.filter((text) => text !== '' && !isMessage('en', 'cli', text))).toEqual([]);
  });

  it.each(LOCALES)('is whole in %s', (locale) => {
    const { program } = commandLine({ MINQING_LOCALE: locale });
    for (const command of all(program)) {
      const help = command.helpInformation();
      expect(help).not.toMatch(/\bhelp\.[a-z]/);
      // Flags, values and names of programs are Latin everywhere; sentences are not.
      if (locale !== 'en') expect(help).not.toMatch(/[a-z]+ [a-z]+ [a-z]+ [a-z]+/);
    }
  });

  it('speaks the language that was asked for beside it', () => {
    const { program } = commandLine({ LANG: 'en_US.UTF-8' });
    program.parseOptions(['--lang', 'zh-Hant']);
    const verify = program.commands.find((command) => command.name() === 'verify')!;
    expect(verify.helpInformation()).toContain('檢查全部記錄');
    expect(verify.helpInformation()).toContain('用法：');
  });
});
