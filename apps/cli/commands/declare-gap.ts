import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { Facts, Giver, type CommandOutcome } from '#application';
import type { Gap } from '#domain';
import { EPOCH_STREAM, uuid5 } from '#event-store';
import { Fault } from '#kernel';
import type { Restore } from '#recovery';
import { evidenceIn, KeyFile, lostKeys, readOutside, refuseWithoutKey, takeUpKeys, type LostKey, type Seals } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { textOf } from '../record-check.js';
import { readReason } from '../standard-input.js';
import { EXIT, type Terminal } from '../terminal.js';

interface Options {
  /** False: nobody kept one. */
  readonly checkpoint?: string | false;
  /** Notes of keys that were put in force after the backup, as `seal key --signed` printed them. */
  readonly key?: string;
  readonly reason: string;
}

export function addDeclareGap(program: Command, terminal: () => Terminal): void {
  const declare = program.command('declare-gap');
  const evidence = new Set<string>();
  declare
    .on('option:checkpoint', () => evidence.add('--checkpoint'))
    .on('option:no-checkpoint', () => evidence.add('--no-checkpoint'))
    .description('help.declare-gap')
    .option('--checkpoint <file>', 'help.declare-gap.checkpoint')
    .option('--no-checkpoint', 'help.declare-gap.no-checkpoint')
    .option('--key <file>', 'help.declare-gap.key')
    .requiredOption('--reason <text>', 'help.declare-gap.reason')
    .action(async (options: Options) => {
      const say = terminal();
      if (evidence.size > 1) declare.error(say.words('options-exclude', { one: '--checkpoint', other: '--no-checkpoint' }), { exitCode: EXIT.usage });
      const reason = await readReason(declare, say, options.reason);
      const { outcome, gap, passedOver } = await withContext((context) => declareGap(context, { ...options, reason }));
      if (passedOver > 0) say.say('checkpoints-passed-over', { count: passedOver });
      if (outcome?.status === 'refused') {
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

/** The gap, but for its reason, and the newest epoch that is known of. */
type Found = Omit<Gap, 'reason'> & { readonly known: number };

interface Declared {
  /** Undefined: it was on record already. */
  readonly outcome: CommandOutcome | undefined;
  readonly gap: Gap;
}

/** How often a gap is declared, in all, while something comes in between. */
const DECLARATIONS = 5;

/** What was kept outside, as it was read. */
interface Kept {
  readonly seals: Seals;
  /** Undefined: nobody kept one. */
  readonly checkpoints: string | undefined;
  /** In how many places of them something else stands. */
  readonly passedOver: number;
  readonly keys: string | undefined;
  readonly lost: readonly LostKey[];
}

/**
 * Puts on record what a restored record lacks; it takes commands again afterwards. A process that dies between the two leaves
 * the gap on record and the mark: declaring again removes it, and answers no outcome of a command, as does whoever declares while
 * another does. Waits until every process has heard of the mark. Faults `no-gap`, `restore-unfinished`, `command-outrun`, and those
 * of `readOutside`, `lostKeys`, `takeUpKeys`.
 */
export async function declareGap(context: Context, options: Options): Promise<Declared & Pick<Kept, 'passedOver'>> {
  const { mark, now, config } = context;
  const kept = await readKept(context, options);
  const { passedOver } = kept;
  const parts = { seals: kept.seals, keyFile: new KeyFile(config.seal.keyFile), now };
  await refuseWithoutKey(parts, kept.lost);
  const restore = await mark.read() ?? await markShorter(context, kept);
  if (restore.position === null) throw new Fault('restore-unfinished', { tryNext: 'the restore was interrupted: run minqing restore again with the same backup' });
  await delay(await mark.unheardMs());
  const { outcome, gap } = await declare(context, restore, kept, options.reason);
  if (outcome?.status === 'unknown') throw new Fault('store-outcome-unknown', { transient: true, tryNext: 'give the same command again' });
  if (outcome?.status === 'refused') return { outcome, gap, passedOver };
  await noteOperator(context, 'gap-declared', { subject: restore.id, detail: { after: gap.after, lostTo: gap.lostTo ?? -1, ground: gap.ground } });
  if (kept.keys !== undefined) await takeUpKeys(parts, kept.keys);
  await mark.remove(restore);
  return { outcome, gap, passedOver };
}

/**
 * Until a declaration stands right behind what it says was kept. A command that was let pass before the mark was heard of may have
 * come in between: such a declaration excuses nothing, and the gap is declared once more behind it.
 */
async function declare(context: Context, restore: Restore, kept: Kept, reason: string): Promise<Declared> {
  for (let id = uuid5('begin-epoch', restore.id), times = 0; times < DECLARATIONS; id = uuid5('begin-epoch', id), times += 1) {
    let outcome: CommandOutcome | undefined;
    const found = await declaredBy(context, id) ? undefined : await gapBehind(context, kept).catch(async (fault: unknown) => {
      // Where another has declared meanwhile stands what no checkpoint kept outside saw.
      if (!(await declaredBy(context, id))) throw fault;
    });
    if (found) {
      const gap = { ...found, reason };
      outcome = await beginEpoch(context, id, gap);
      if (outcome.status === 'refused' || outcome.status === 'unknown') return { outcome, gap };
      // Another declared meanwhile: what counts is what is on record.
      if (outcome.status !== 'done') outcome = undefined;
    }
    const { gap, position } = (await declaredBy(context, id))!;
    if (position === gap.after + 1) return { outcome, gap };
  }
  throw new Fault('command-outrun', { params: { command: 'begin-epoch' }, transient: true, tryNext: 'give the same command again' });
}

/** What was declared by this command before: by a process that died before it removed the mark, or by one that runs beside. */
async function declaredBy({ record }: Context, id: string): Promise<{ readonly gap: Gap; readonly position: number } | undefined> {
  const { events } = await record.readStream(EPOCH_STREAM);
  const event = events.find(({ command }) => command.id === id);
  return event && { gap: event.data as Gap, position: event.position };
}

/** Whoever declares again, and may be somebody else, gives the same command: who did it stands in the audit. */
function beginEpoch(context: Context, id: string, data: Found & Pick<Gap, 'reason'>): Promise<CommandOutcome> {
  return recordGiver(context).give({ type: 'begin-epoch', id, at: context.now(), by: { kind: 'operator', operator: 'command-line' }, data });
}

async function readKept({ pool }: Context, { checkpoint, key }: Options): Promise<Kept> {
  if (checkpoint === undefined) throw new Fault('declare-how', { tryNext: 'give --checkpoint FILE, or --no-checkpoint when nobody kept one' });
  const seals = await openPostgresSeals(pool);
  const keys = key === undefined ? undefined : await textOf(key);
  const checkpoints = checkpoint === false ? undefined : await textOf(checkpoint);
  return { seals, keys, checkpoints, passedOver: checkpoints === undefined ? 0 : evidenceIn(checkpoints).passedOver, lost: keys === undefined ? [] : lostKeys(await seals.state(), keys) };
}

/** A record that was put back as a whole, without `restore`, has no mark: that a checkpoint kept outside is larger makes one. Fault `no-gap` when none is. */
async function markShorter({ record, mark }: Context, { seals, checkpoints, lost }: Kept): Promise<Restore> {
  const position = await record.lastPosition();
  const outside = checkpoints === undefined ? undefined : await readOutside({ seals, store: record }, checkpoints, position, lost);
  if (!outside || outside.size <= position) throw new Fault('no-gap');
  await mark.putBack(position);
  return (await mark.read())!;
}

/** Behind the end as it is when the checkpoint has been held against the record, which takes long: until nothing was written meanwhile. */
async function gapBehind({ record }: Context, { seals, checkpoints, lost }: Kept): Promise<Found> {
  for (;;) {
    const after = await record.lastPosition();
    const outside = checkpoints === undefined ? undefined : await readOutside({ seals, store: record }, checkpoints, after, lost);
    if (await record.lastPosition() !== after) continue;
    if (!outside) return { after, lostTo: null, checkpoint: null, ground: 'no-checkpoint', known: 1 };
    return { after, lostTo: Math.max(after, outside.size), checkpoint: outside.hash, ground: 'checkpoint', known: outside.epoch };
  }
}

/** Past the guard, which refuses everything else meanwhile. */
function recordGiver({ record, store, readModels, vault }: Context): Giver {
  return new Giver(record, new Facts(store, readModels), (text) => vault.digest(text));
}
