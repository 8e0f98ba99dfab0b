import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import { readRulebook, whatIf } from '#application';
import { rulesNamed, type Rulebook } from '#domain';
import { Fault, type Refusal } from '#kernel';
import { api } from '#wire';
import { withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { rulebookIn } from '../rulebook/decide.js';
import { EXIT, type Terminal } from '../terminal.js';
import { DifferenceFile } from '../what-if/csv.js';
import { SHOWN, tellWhatIf } from '../what-if/tell.js';

export interface WhatIfOptions {
  readonly from: string;
  readonly to: string;
  readonly unit?: string;
  readonly out?: string;
}

export function addWhatIf(program: Command, terminal: () => Terminal): void {
  program.command('what-if')
    .description('help.what-if')
    .argument('<rules>', 'help.what-if.rules')
    .requiredOption('--from <day>', 'help.what-if.from').requiredOption('--to <day>', 'help.what-if.to')
    .option('--unit <code>', 'help.what-if.unit')
    .option('--out <file>', 'help.what-if.out')
    .action(async (rules: string, options: WhatIfOptions) => {
      const say = terminal();
      const answer = await withContext(async (context) => {
        const found = await rulesIn(context, rules);
        return 'code' in found ? found : askWhatIf(context, say, found, options);
      });
      if ('code' in answer) {
        process.stderr.write(`${say.refusal(answer)}\n`);
        process.exitCode = EXIT.failed;
        return;
      }
      tellWhatIf(say, answer);
      if (options.out !== undefined) say.say('exported', { count: answer.totals?.differing ?? 0, file: options.out });
      say.result(answer);
      process.exitCode = EXIT.done;
    });
}

/** A file of its own, or a version on record. Faults: `file-missing`, `file-not-json`, `rulebook-unknown`; a refusal for a file that is no rulebook. */
export async function rulesIn({ store }: Pick<Context, 'store'>, name: string): Promise<Rulebook | Refusal> {
  if (/\.json$|[/\\]/.test(name)) return rulebookIn(name);
  const rules = rulesNamed(await readRulebook(store), name);
  if (rules) return rules;
  throw new Fault('rulebook-unknown', { params: { version: name } });
}

/** Lives the period again, shows how far it is, and writes every issue that differs to --out. Fault `filter-wrong`. */
export async function askWhatIf(context: Context, say: Terminal, rules: Rulebook, options: WhatIfOptions): Promise<api.WhatIf> {
  const { out, ...period } = options;
  const judged = api.WhatIfBody.safeParse({ version: rules.version, ...period });
  if (!judged.success) {
    const filter = String(judged.error.issues[0]?.path[0]) as keyof typeof period;
    throw new Fault('filter-wrong', { params: { filter, value: period[filter] ?? '' } });
  }
  await noteOperator(context, 'what-if-asked', { detail: { version: rules.version, ...period } });
  const bar = say.progress('what-if-living', { version: rules.version });
  // Personal data leaves by this file, so nobody but its owner may read it.
  const file = out === undefined ? undefined : new DifferenceFile(createWriteStream(out, { mode: 0o600 }));
  const answer = await whatIf(context, { rules, ...period, limit: SHOWN }, {
    scope: 'everything', onProgress: (done, total) => { bar.update(done, total); },
    onDiffering: async (issues) => file?.add(issues),
  });
  await file?.end();
  bar.stop();
  return answer;
}
