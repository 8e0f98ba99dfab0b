import { Help, type Argument, type HelpConfiguration, type Option } from 'commander';
import { isMessage, translate, type Locale } from '#messages';

/**
 * Help in the reader's language. Descriptions of commands, arguments and options are codes of the catalogue, and looked up
 * when help is shown: only then is it known which language was asked for.
 */
export function helpIn(locale: () => Locale): HelpConfiguration {
  const told = (code: string): string => (isMessage(locale(), 'cli', code) ? translate(locale(), 'cli', code) : code);
  /** As it is, with its description in words. */
  const worded = <T extends Argument | Option>(part: T): T => Object.create(part, { description: { value: told(part.description) } }) as T;
  return {
    styleTitle: (title) => told(`help.title.${title.replace(':', '').toLowerCase()}`),
    commandDescription: (command) => told(command.description()),
    subcommandDescription: (command) => told(command.description()),
    argumentDescription: (argument) => Help.prototype.argumentDescription(worded(argument)),
    optionDescription: (option) => Help.prototype.optionDescription(worded(option)),
  };
}
