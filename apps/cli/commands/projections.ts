import { Argument, InvalidArgumentError, type Command } from 'commander';
import { skipAtStop, type SkipOutcome } from '#application';
import { Fault } from '#kernel';
import { openStops, PROJECTION_NAMES, projectionHealth, type ProjectionHealth } from '#projections/postgres';
import { withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { readReason } from '../standard-input.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addProjections(program: Command, terminal: () => Terminal): void {
  const projections = program.command('projections').description('help.projections');
  projections.command('list').description('help.projections.list').action(() => list(terminal()));
  projections.command('skip').description('help.projections.skip')
    .addArgument(new Argument('<name>', 'help.projections.name').choices(PROJECTION_NAMES))
    .requiredOption('--position <number>', 'help.projections.position', position)
    .requiredOption('--reason <text>', 'help.projections.reason')
    .action(async (name: string, asked: { readonly position: number; readonly reason: string }, command: Command) => {
      const say = terminal();
      await skip(say, name, { ...asked, reason: await readReason(command, say, asked.reason) });
    });
}

function position(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('1, 2, 3 …');
  return Number(text);
}

async function list(say: Terminal): Promise<void> {
  const { readModels, record } = await withContext((context) => tellAll(context, say));
  say.result({ record, readModels });
  process.exitCode = readModels.some(needsSomebody) ? EXIT.findings : EXIT.done;
}

/** Whether it has stopped or left something out. */
export function needsSomebody({ poison, next, skipped }: ProjectionHealth): boolean {
  return poison !== null || Boolean(next?.stop) || skipped.length > 0;
}

export async function tellAll({ pool, store }: Pick<Context, 'pool' | 'store'>, say: Terminal): Promise<{ readonly readModels: readonly ProjectionHealth[]; readonly record: number }> {
  const [readModels, record] = [await projectionHealth(pool), await store.lastPosition()];
  for (const one of readModels) tell(say, one, record);
  return { readModels, record };
}

function tell(say: Terminal, { name, version, position: at, poison, skipped, asked, next, before }: ProjectionHealth, record: number): void {
  say.say('projection-row', { name, version, position: at, record });
  if (poison) say.say('projection-stopped', { position: poison.position, type: poison.eventType, code: poison.code });
  for (const { position: left, eventType, code, reason } of skipped) say.say('projection-skipped', { position: left, type: eventType, code, reason });
  if (asked) say.say('projection-asked', { by: asked.by });
  if (next) say.say('projection-next', { version: next.version, stage: say.term('stage-of-rebuild', next.stage), done: next.done, total: next.total, by: next.by });
  if (next?.stop) say.say('projection-next-stopped', { position: next.stop.position, type: next.stop.eventType, code: next.stop.code });
  if (before) say.say('projection-before', { version: before.version, position: before.position });
}

async function skip(say: Terminal, name: string, asked: { readonly position: number; readonly reason: string }): Promise<void> {
  const outcome = await withContext((context) => skipAsOperator(context, name, asked));
  if (outcome.status === 'unknown') throw new Fault('store-outcome-unknown', { transient: true, tryNext: 'give the same command again' });
  if (outcome.status === 'refused') {
    process.stderr.write(`${say.refusal(outcome.refusal)}\n`);
    process.exitCode = EXIT.failed;
    return;
  }
  say.say('projection-skip-done', { name, position: asked.position, type: outcome.stop.eventType });
  say.result(outcome.stop);
  process.exitCode = EXIT.done;
}

/** Whoever skips it again, and may be somebody else, gives the same command: who did it stands in the audit. */
export async function skipAsOperator(context: Context, name: string, { position: at, reason }: { readonly position: number; readonly reason: string }): Promise<SkipOutcome> {
  const { giver, pool, now } = context;
  const outcome = await skipAtStop({ giver, stops: openStops(pool) }, { readModel: name, position: at, reason, by: { kind: 'operator', operator: 'command-line' }, at: now() });
  if (outcome.status === 'done') {
    const { eventType, code, copy } = outcome.stop;
    await noteOperator(context, 'event-skipped', { subject: name, detail: { position: at, eventType, code, copy } });
  }
  return outcome;
}
