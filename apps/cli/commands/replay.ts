import { InvalidArgumentError, Option, type Command } from 'commander';
import { Fault, type Refusal } from '#kernel';
import { api } from '#wire';
import { withContext, type Context } from '../context.js';
import { findReplay, issueIdNamed } from '../find-replay.js';
import { readForPurpose } from '../read-reporter.js';
import { tellReporter, tellSteps, type ReplayView } from '../tell-replay.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Options {
  readonly view: ReplayView;
  readonly step?: number;
  readonly until?: number;
  readonly state?: true;
  readonly purpose?: api.PurposeName;
  readonly asOf?: string;
}

export function addReplay(program: Command, terminal: () => Terminal): void {
  program.command('replay')
    .description('help.replay')
    .argument('<issue>', 'help.replay.issue')
    .addOption(new Option('--view <view>', 'help.replay.view').choices(['compact', 'full', 'json']).default('compact'))
    .addOption(new Option('--step <number>', 'help.replay.step').argParser(stepNumber).conflicts('until'))
    .addOption(new Option('--until <number>', 'help.replay.until').argParser(stepNumber))
    .option('--state', 'help.replay.state')
    .addOption(new Option('--purpose <code>', 'help.replay.purpose').choices(api.PurposeName.options))
    .option('--as-of <moment>', 'help.as-of')
    .action(async (issue: string, options: Options) => {
      const say = terminal();
      const told = await withContext((context) => replayFor(context, issue, options));
      if ('refusal' in told) {
        process.stderr.write(`${say.refusal(told.refusal)}\n`);
        process.exitCode = EXIT.failed;
        return;
      }
      const { replay } = told;
      if (options.purpose !== undefined) tellReporter(say, replay);
      const steps = wantedOf(replay, options);
      tellSteps(say, replay.steps, steps, { view: options.view, state: options.state ?? false });
      say.result({ ...replay, steps });
      process.exitCode = EXIT.done;
    });
}

/** Who brought the matter is told for a purpose, which is on record first; or it is told why not. */
export async function replayFor(context: Context, issue: string, { purpose, asOf }: Pick<Options, 'purpose' | 'asOf'>): Promise<{ readonly replay: api.Replay } | { readonly refusal: Refusal }> {
  const issueId = await issueIdNamed(context, issue);
  const refusal = purpose === undefined ? undefined : await readForPurpose(context, issueId, purpose);
  return refusal ? { refusal } : { replay: await findReplay(context, issueId, { to: purpose === undefined ? 'nothing' : 'reporter', asOf }) };
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
