import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandIdOf } from '#application';
import type { Actor } from '#kernel';
import { parseKeyEntry, parseNote } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { backUp } from '../../apps/cli/commands/backup.js';
import { declareGap } from '../../apps/cli/commands/declare-gap.js';
import { exportRecord } from '../../apps/cli/commands/export.js';
import { restore } from '../../apps/cli/commands/restore.js';
import { rotate, sealNow } from '../../apps/cli/commands/seal.js';
import { verifyFile } from '../../apps/cli/commands/verify-file.js';
import type { Context } from '../../apps/cli/context.js';
import { readHistory } from '../../apps/cli/record-file.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';
import { independentSays, productSays } from '../seal/both-verifiers.js';

const BY: Actor = { kind: 'operator', operator: 'rotated-spec' };
const NO_BAR = { update: () => undefined, stop: () => undefined };
let [before, after]: OpenCli[] = [];
beforeEach(async () => { [before, after] = [await openCli(), await openCli()]; }, 60_000);
afterEach(async () => { for (const cli of [before, after]) await cli!.close(); });

async function sealing({ config, record, mark, pool }: Context) {
  return { store: record, seals: await openPostgresSeals(pool), config, mark, now: () => NOW };
}

async function grow({ giver }: Context, name: string): Promise<void> {
  const code = name.toUpperCase().replaceAll(' ', '-');
  const outcome = await giver.give({ type: 'register-unit', id: commandIdOf(BY, code), at: NOW, by: BY, data: { code, name, level: 'city', kind: 'area', parent: null } });
  expect(outcome.status).toBe('done');
}

/** The record as it is when somebody has asked how far it goes, and before he does anything with the answer. */
function asked({ record }: Context, meanwhile: () => Promise<void>): Context['record'] {
  let once: Promise<void> | undefined;
  return Object.assign(Object.create(record) as Context['record'], {
    async lastPosition() {
      const position = await record.lastPosition();
      await (once ??= meanwhile());
      return position;
    },
  });
}

it('a backup during which the seal key was rotated restores to a record that goes on to verify', async () => {
  const [live, restored] = [before!.context, after!.context];
  await grow(live, 'first');
  await sealNow(await sealing(live));
  const file = join(live.config.home, 'backup.gz');
  const record = asked(live, async () => {
    await grow(live, 'not in the backup');
    await rotate(await sealing(live));
    await grow(live, 'by the new key');
    await sealNow(await sealing(live));
  });
  await backUp({ ...live, record }, file, NO_BAR);
  const { keys, checkpoints } = await readHistory(await openPostgresSeals(live.pool));
  const [checkpoint, key] = [join(live.config.home, 'checkpoints'), join(live.config.home, 'keys')];
  await writeFile(checkpoint, checkpoints.join('\n'));
  await writeFile(key, keys.join('\n'));

  expect(await restore(restored, file, new Terminal('en', true))).toEqual({ position: 1 });
  await copyFile(live.config.seal.keyFile, restored.config.seal.keyFile);
  expect((await readHistory(await openPostgresSeals(restored.pool))).keys.map((note) => parseKeyEntry(parseNote(note).text).number)).toEqual([1]);
  await declareGap(restored, { checkpoint, key, reason: 'a drill' });
  await grow(restored, 'since');
  await sealNow(await sealing(restored));

  const out = join(restored.config.home, 'record.jsonl');
  await exportRecord({ ...restored, store: restored.record }, { out }, NO_BAR);
  const evidence = { checkpoints: [await readFile(checkpoint, 'utf8')], keys: [] };
  expect(productSays(await verifyFile(out, evidence))).toEqual({ sound: true, found: [] });
  expect(await independentSays(out, evidence)).toEqual({ sound: true, found: [] });
}, 60_000);
