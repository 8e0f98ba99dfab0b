import type { Command } from 'commander';
import type pg from 'pg';
import type { Config } from '#config';
import { Fault } from '#kernel';
import { masterKeyUse, openPostgresVault, prepareRotation, rotateMasterKey, type MasterKeyUse, type Rotation } from '#privacy/postgres';
import { withContext, withTables, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addKeys(program: Command, terminal: () => Terminal): void {
  const keys = program.command('keys').description('help.keys');
  keys.command('show').description('help.keys.show').action(async () => {
    const say = terminal();
    const use = await withTables(({ pool, config }) => useOf(pool, config));
    for (const each of use.masters) tellMaster(say, each);
    say.say('keys-destroyed', { keys: use.destroyed });
    say.result(use);
    process.exitCode = use.masters.every(({ file, keys: count }) => file !== null || count === 0) ? EXIT.done : EXIT.findings;
  });
  keys.command('rotate').description('help.keys.rotate').option('--prepare', 'help.keys.rotate.prepare').action(async ({ prepare }: { readonly prepare?: true }) => {
    const say = terminal();
    if (prepare) await prepareOnly(say);
    else tellRotation(say, await withContext((context) => rotate(context, say)));
    process.exitCode = EXIT.done;
  });
}

/** Also where the key in force is not at hand: which one that is, is what is asked for. */
async function useOf(pool: pg.Pool, config: Config): Promise<Awaited<ReturnType<typeof masterKeyUse>>> {
  // Opened once, for keys that a backup from before they had ids brought back get them by that.
  await openPostgresVault(pool, config).catch((fault: unknown) => {
    if (!(fault instanceof Fault && fault.code === 'master-key-elsewhere')) throw fault;
  });
  return masterKeyUse(pool, config);
}

async function prepareOnly(say: Terminal): Promise<void> {
  const { id, file } = await withContext(prepare);
  say.say('master-key-prepared', { id, file });
  say.result({ id, file });
}

export async function prepare(context: Context): Promise<Awaited<ReturnType<typeof prepareRotation>>> {
  const prepared = await prepareRotation(context.config);
  await noteOperator(context, 'master-key-prepared', { subject: prepared.id });
  return prepared;
}

async function rotate(context: Context, say: Terminal): Promise<Rotation> {
  const bar = say.progress('wrapping-anew');
  try {
    const rotation = await rotateMasterKey(context.pool, context.config, (done, total) => bar.update(done, total));
    await noteOperator(context, 'master-key-rotated', { subject: rotation.to, detail: { rewrapped: rotation.rewrapped } });
    return rotation;
  } finally {
    bar.stop();
  }
}

function tellRotation(say: Terminal, rotation: Rotation): void {
  say.say('master-key-rotated', { id: rotation.to, keys: rotation.rewrapped });
  for (const file of rotation.old) say.say('master-key-kept', { file });
  say.result(rotation);
}

function tellMaster(say: Terminal, { id, inForce, keys, file }: MasterKeyUse): void {
  if (file === null) say.say('master-key-not-at-hand', { id, keys });
  else say.say(inForce ? 'master-key-in-force' : 'master-key-old', { id, keys, file });
}
