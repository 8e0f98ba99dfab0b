import { readFile } from 'node:fs/promises';
import { commandIdOf, type AnyCommand } from '#application';
import { findWrongInRulebook, type Rulebook, type RulebookCommand } from '#domain';
import { Fault, type Actor, type Refusal } from '#kernel';
import type { Context } from '../context.js';

/** What became of a command about a version; a refusal is told to whoever gave it. */
export type Decided = { readonly done: true; readonly version: string } | { readonly done: false; readonly refusal: Refusal };

/**
 * Gives a command about one version; given again it is the same command. Faults: `rulebook-version-taken` when another was
 * given under that name before, `store-outcome-unknown` when nobody knows what became of it.
 */
export async function giveForRulebook({ giver, now }: Pick<Context, 'giver' | 'now'>, by: Actor, version: string, command: Pick<RulebookCommand, 'type' | 'data'>): Promise<Decided> {
  const outcome = await giver.give({ ...command, id: commandIdOf(by, `${command.type}/${version}`), at: now(), by } as AnyCommand);
  switch (outcome.status) {
    case 'refused': return { done: false, refusal: outcome.refusal };
    case 'command-differs': throw new Fault('rulebook-version-taken', { params: { version } });
    case 'unknown': throw new Fault('store-outcome-unknown', { tryNext: 'give the same command again: it is taken once' });
    default: return { done: true, version };
  }
}

/** A rulebook as it stands in a file. Faults: `file-missing`, `file-not-json`; a refusal when it is none. */
export async function rulebookIn(file: string): Promise<Rulebook | Refusal> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => { throw new Fault('file-missing', { params: { file }, cause }); });
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new Fault('file-not-json', { params: { file, reason: (cause as Error).message }, cause });
  }
  return findWrongInRulebook(found) ?? (found as Rulebook);
}
