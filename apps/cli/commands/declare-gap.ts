import type { Command } from 'commander';
import { Facts, Giver, type CommandOutcome } from '#application';
import type { Gap } from '#domain';
import { uuid5 } from '#event-store';
import { noteAudit } from '#identity';
import { Fault } from '#kernel';
import type { Restore } from '#recovery';
import { readOutside } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { withContext, type Context } from '../context.js';
import { textOf } from '../record-check.js';
import { EXIT, type Terminal } from '../terminal.js';
import { deskOf } from './account.js';

interface Options {
  /** False: nobody kept one. */
  readonly checkpoint?: string | false;
  readonly reason: string;
}

export function addDeclareGap(program: Command, terminal: () => Terminal): void {
  program.command('declare-gap')
    .description('help.declare-gap')
    .option('--checkpoint <file>', 'help.declare-gap.checkpoint')
    .option('--no-checkpoint', 'help.declare-gap.no-checkpoint')
    .requiredOption('--reason <text>', 'help.declare-gap.reason')
    .action(async (options: Options) => {
      const say = terminal();
      const { outcome, gap } = await withContext((context) => declareGap(context, options));
      if (outcome.status === 'refused') {
        process.stderr.write(`${say.refusal(outcome.refusal)}\n`);
        process.exitCode = EXIT.failed;
        return;
      }
      if (gap.lostTo === null) say.say('gap-unknown', { after: gap.after });
      else if (gap.lostTo === gap.after) say.say('gap-none', { after: gap.after });
      else say.say('gap-declared', { from: gap.after + 1, to: gap.lostTo });
      say.result(gap);
      process.exitCode = EXIT.done;
    });
}

/**
 * Puts on record what a restored record lacks; it takes commands again afterwards. A process that dies between the two leaves
 * the gap on record and the mark: declaring again removes it. Faults `no-gap`, `restore-unfinished`, and those of `readOutside`.
 */
export async function declareGap(context: Context, { checkpoint, reason }: Options): Promise<{ readonly outcome: CommandOutcome; readonly gap: Gap }> {
  if (checkpoint === undefined) throw new Fault('declare-how', { tryNext: 'give --checkpoint FILE, or --no-checkpoint when nobody kept one' });
  const { mark, now } = context;
  const restore = await mark.read() ?? await markShorter(context, checkpoint);
  const { known, ...found } = await gapBehind(context, restore, checkpoint);
  const gap = { ...found, reason };
  const outcome = await recordGiver(context).give({ type: 'begin-epoch', id: uuid5('begin-epoch', restore.id), at: now(), by: { kind: 'operator', operator: 'command-line' }, data: { ...gap, known } });
  if (outcome.status === 'unknown') throw new Fault('store-outcome-unknown', { transient: true, tryNext: 'give the same command again' });
  if (outcome.status === 'refused') return { outcome, gap };
  await noteAudit(await deskOf(context), { act: 'gap-declared', subject: restore.id, detail: { after: gap.after, lostTo: gap.lostTo ?? -1, ground: gap.ground } });
  await mark.remove(restore);
  return { outcome, gap };
}

/** A record that was put back as a whole, without `restore`, has no mark: that a checkpoint kept outside is larger makes one. Fault `no-gap` when none is. */
async function markShorter({ pool, record, mark }: Context, checkpoint: string | false): Promise<Restore> {
  const position = await record.lastPosition();
  const outside = checkpoint === false ? undefined : await readOutside({ seals: await openPostgresSeals(pool), store: record }, await textOf(checkpoint), position);
  if (!outside || outside.size <= position) throw new Fault('no-gap');
  await mark.putBack(position);
  return (await mark.read())!;
}

async function gapBehind({ pool, record }: Context, { position }: Restore, checkpoint: string | false): Promise<Omit<Gap, 'reason'> & { readonly known: number }> {
  if (position === null) throw new Fault('restore-unfinished', { tryNext: 'the restore was interrupted: run minqing restore again with the same backup' });
  // A process that had not heard of the mark may have written behind it where a data folder was put back.
  const after = await record.lastPosition();
  if (checkpoint === false) return { after, lostTo: null, checkpoint: null, ground: 'no-checkpoint', known: 1 };
  const { size, hash, epoch: known } = await readOutside({ seals: await openPostgresSeals(pool), store: record }, await textOf(checkpoint), after);
  return { after, lostTo: Math.max(after, size), checkpoint: hash, ground: 'checkpoint', known };
}

/** Past the guard, which refuses everything else meanwhile. */
function recordGiver({ record, store, readModels, vault }: Context): Giver {
  return new Giver(record, new Facts(store, readModels), (text) => vault.digest(text));
}
