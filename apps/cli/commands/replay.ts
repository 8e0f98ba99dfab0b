import { InvalidArgumentError, Option, type Command } from 'commander';
import { Fault } from '#kernel';
import type { api } from '#wire';
import { withContext } from '../context.js';
import { findReplay } from '../find-replay.js';
import { tellSteps, type ReplayView } from '../tell-replay.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Options {
  readonly view: ReplayView;
  readonly step?: number;
  readonly until?: number;
  readonly state?: true;
}

export function addReplay(program: Command, terminal: () => Terminal): void {
  program.command('replay')
    .description('help.replay')
    .argument('<issue>', 'help.replay.issue')
    .addOption(new Option('--view <view>', 'help.replay.view').choices(['compact', 'full', 'json']).default('compact'))
    .addOption(new Option('--step <number>', 'help.replay.step').argParser(stepNumber).conflicts('until'))
    .addOption(new Option('--until <number>', 'help.replay.until').argParser(stepNumber))
    .option('--state', 'help.replay.state')
    .action(async (issue: string, options: Options) => {
      const say = terminal();
      const replay = await withContext((context) => findReplay(context, issue));
      const steps = wantedOf(replay, options);
      tellSteps(say, replay.steps, steps, { view: options.view, state: options.state ?? false });
      say.result({ ...replay, steps });
      process.exitCode = EXIT.done;
    });
}

/** Fault `step-unknown` for a step that the issue has not come to. */
export function wantedOf({ number, steps }: api.Replay, { step, until }: Pick<Options, 'step' | 'until'>): readonly api.ReplayStep[] {
  if (step !== undefined && step > steps.length) throw new Fault('step-unknown', { params: { number, step, last: steps.length } });
  return steps.filter((each) => (step === undefined || each.step === step) && (until === undefined || each.step <= until));
}

function stepNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('1, 2, 3 …');
  return Number(text);
}
