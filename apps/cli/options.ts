import type { Command } from 'commander';
import { EXIT, type Terminal } from './terminal.js';

/**
 * Of a command with several kinds, refuses an option that the one asked for does not read: who gave it would believe that it was heeded.
 * `reads` has the names of the options by kind. Wrong usage, exit code 2.
 */
export function refuseUnread<Kind extends string>(command: Command, say: Terminal, kind: Kind, reads: Readonly<Record<Kind, readonly string[]>>): void {
  const unread = command.options.map((option) => option.attributeName()).find((name) => isGiven(command, name) && !reads[kind].includes(name));
  if (unread === undefined) return;
  const others = (Object.keys(reads) as Kind[]).filter((other) => reads[other].includes(unread)).map((other) => `${command.name()} ${other}`);
  command.error(say.words('option-unread', { option: flagOf(command, unread), use: `${command.name()} ${kind}`, others: others.join(', ') }), { exitCode: EXIT.usage });
}

/** Refuses two options that say different things of one matter. Wrong usage, exit code 2. */
export function refuseBoth(command: Command, say: Terminal, one: string, other: string): void {
  if (isGiven(command, one) && isGiven(command, other)) command.error(say.words('options-exclude', { one: flagOf(command, one), other: flagOf(command, other) }), { exitCode: EXIT.usage });
}

/** Refuses an option that nothing would read without another one. Wrong usage, exit code 2. */
export function refuseWithout(command: Command, say: Terminal, option: string, needed: string): void {
  if (isGiven(command, option) && !isGiven(command, needed)) command.error(say.words('option-needs', { option: flagOf(command, option), needed: flagOf(command, needed) }), { exitCode: EXIT.usage });
}

function isGiven(command: Command, name: string): boolean {
  const source = command.getOptionValueSource(name);
  return source !== undefined && source !== 'default';
}

function flagOf(command: Command, name: string): string {
  return command.options.find((option) => option.attributeName() === name)?.long ?? name;
}
