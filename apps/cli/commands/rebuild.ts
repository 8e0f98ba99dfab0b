import { Argument, Option, type Command } from 'commander';
import { takeRebuildStep, type RebuildStepDone } from '#application';
import type { Comparison, OnProgress } from '#projections';
import { openRebuilds, PROJECTION_NAMES } from '#projections/postgres';
import { asKept, withContext, type Context } from '../context.js';
import { operatorName } from '../operator.js';
import { EXIT, type Terminal } from '../terminal.js';
import { deskOf } from './account.js';

const STEPS = ['beside', 'compare', 'switch', 'undo', 'drop'] as const;
type Step = (typeof STEPS)[number];

const SHOWN = 5;

/** What became of one read model. */
interface Done extends RebuildStepDone {
  readonly step: Step | 'rebuild';
  readonly name: string;
}

export function addRebuild(program: Command, terminal: () => Terminal): void {
  const command = program.command('rebuild').description('help.rebuild').addArgument(new Argument('[names...]', 'help.rebuild.names').choices(PROJECTION_NAMES));
  for (const step of STEPS) command.addOption(new Option(`--${step}`, `help.rebuild.${step}`).conflicts(STEPS.filter((other) => other !== step)));
  command.action(async (names: readonly string[], options: Readonly<Partial<Record<Step, true>>>) => {
    const say = terminal();
    const step = STEPS.find((one) => options[one]) ?? 'rebuild';
    const results = await withContext(async (context) => {
      const done: Done[] = [];
      for (const name of names.length > 0 ? names : PROJECTION_NAMES) done.push(await takeStep(context, say, step, name));
      return done;
    });
    say.result(results);
    process.exitCode = results.some(({ comparison }) => comparison && isUnexpected(comparison)) ? EXIT.findings : EXIT.done;
  });
}

/** Rows may differ when their meaning has changed; of one version they are the same. */
export function isUnexpected({ versions, tables }: Comparison): boolean {
  return versions.live === versions.beside && tables.some(({ rows }) => rows > 0);
}

export async function takeStep(context: Context, say: Terminal, step: Done['step'], name: string): Promise<Done> {
  const parts = { rebuilds: openRebuilds(asKept(context)), desk: await deskOf(context) };
  const take = (onProgress?: OnProgress): Promise<RebuildStepDone> => takeRebuildStep(parts, { step, readModel: name, by: operatorName(), ...(onProgress && { onProgress }) });
  const done = await (BUILDS.has(step) ? withBar(say, name, take) : take());
  tellStep(say, step, name, done);
  return { step, name, ...done };
}

const BUILDS: ReadonlySet<Done['step']> = new Set(['rebuild', 'beside']);

const SAID = { rebuild: 'rebuilt', beside: 'rebuilt-beside', switch: 'rebuild-switched', undo: 'rebuild-undone', drop: 'rebuild-dropped' } as const;

function tellStep(say: Terminal, step: Done['step'], name: string, { comparison, ...counts }: RebuildStepDone): void {
  if (step === 'compare') tell(say, name, comparison!);
  else say.say(SAID[step], { name, ...counts });
}

async function withBar<T>(say: Terminal, name: string, work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const bar = say.progress('rebuilding', { name });
  try {
    return await work(({ stage, done, total }) => { if (stage === 'fold') bar.update(done, total); });
  } finally {
    bar.stop();
  }
}

function tell(say: Terminal, name: string, { position, versions, tables }: Comparison): void {
  const same = versions.live === versions.beside;
  say.say(same ? 'rebuild-compared' : 'rebuild-compared-versions', { name, position, ...versions });
  for (const { table, live, beside, rows, keys } of tables) {
    if (rows === 0) say.say('rebuild-table-equal', { table, rows: beside });
    else say.say('rebuild-table-differs', { table, live: live ?? 0, beside, differing: rows, keys: keys.slice(0, SHOWN).join(', ') });
  }
}
