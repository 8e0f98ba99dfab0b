import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandIdOf } from '#application';
import type { Actor } from '#kernel';
import { KeyFile, markOf, parseKeyEntry, parseNote, Sealer, type Seals } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { declareGap } from '../../apps/cli/commands/declare-gap.js';
import { exportRecord } from '../../apps/cli/commands/export.js';
import { rotate } from '../../apps/cli/commands/seal.js';
import { verifyFile } from '../../apps/cli/commands/verify-file.js';
import { readHistory } from '../../apps/cli/record-file.js';
import { entryFor } from '../../libs/seal/signer.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';
import { independentSays, productSays, type Findings } from '../seal/both-verifiers.js';
import { tamper } from '../seal/open.js';

const BY: Actor = { kind: 'operator', operator: 'rotated-spec' };
let cli: OpenCli;
let seals: Seals;
/** What was kept outside: every checkpoint, and the signed notes of the keys. */
let [checkpoint, keys] = ['', ''];
/** Where the backup ends. */
let after = 0;

beforeEach(async () => {
  cli = await openCli();
  const { pool, record } = cli.context;
  seals = await openPostgresSeals(pool);
  await grow('first');
  await seal();
  after = await record.lastPosition();
  await grow('lost');
  await rotate(parts());
  await grow('lost by the new key');
  await seal();
  const history = await readHistory(seals);
  checkpoint = join(cli.context.config.home, 'checkpoints');
  keys = join(cli.context.config.home, 'keys');
  await writeFile(checkpoint, history.checkpoints.join('\n'));
  await writeFile(keys, history.keys.join('\n'));
  await tamper(pool, 'record.event', `delete from record.event where position > ${after}`);
  await tamper(pool, 'seal.checkpoint', `delete from seal.checkpoint where size > ${after}`);
  await tamper(pool, 'seal.key', 'delete from seal.key where number > 1');
}, 60_000);
afterEach(() => cli.close());

function parts() {
  const { config, record, mark } = cli.context;
  return { store: record, seals, config, mark, now: () => NOW };
}

function seal(): Promise<number> {
  return new Sealer({ ...parts(), keyFile: new KeyFile(cli.context.config.seal.keyFile) }).seal();
}

async function grow(name: string): Promise<void> {
  for (const number of [1, 2, 3]) {
    const code = `${name.toUpperCase().replaceAll(' ', '-')}-${number}`;
    const outcome = await cli.context.giver.give({ type: 'register-unit', id: commandIdOf(BY, code), at: NOW, by: BY, data: { code, name, level: 'city', kind: 'area', parent: null } });
    expect(outcome.status).toBe('done');
  }
}

async function bothSay(): Promise<Findings> {
  const file = join(cli.context.config.home, 'record.jsonl');
  await exportRecord({ ...cli.context, store: cli.context.record }, { out: file }, { update: () => undefined, stop: () => undefined });
  const evidence = { checkpoints: [await readFile(checkpoint, 'utf8')], keys: [] };
  const product = productSays(await verifyFile(file, evidence));
  expect(await independentSays(file, evidence)).toEqual(product);
  return product;
}

it('a checkpoint by a key that the backup does not know declares the gap once the key is shown, and the key signs on', async () => {
  await expect(declareGap(cli.context, { checkpoint, reason: 'a drill' })).rejects.toMatchObject({ code: 'checkpoint-key-unknown' });
  const { gap } = await declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' });
  expect(gap).toMatchObject({ after, lostTo: after + 6 });
  await grow('since');
  await seal();
  expect(await bothSay()).toEqual({ sound: true, found: [] });
  expect((await seals.state()).keys.map((note) => parseKeyEntry(parseNote(note).text)).map(({ number, after: behind }) => [number, behind])).toEqual([[1, 0], [2, 2], [3, 1]]);
  await rotate(parts());
  await grow('by the newest key');
  await seal();
  expect(await bothSay()).toEqual({ sound: true, found: [] });
});

it('is not taken up before it is known that somebody can sign with it', async () => {
  const { seal: { keyFile } } = cli.context.config;
  const pem = await readFile(keyFile);
  await new KeyFile(keyFile).makeNext();
  await new KeyFile(keyFile).takeNext();
  await expect(declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' })).rejects.toMatchObject({ code: 'seal-key-missing' });
  expect(await cli.context.record.lastPosition()).toBe(after);
  await writeFile(keyFile, pem);
  expect((await declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' })).outcome?.status).toBe('done');
});

it('is not taken up when its notes do not follow from the key that the backup knows', async () => {
  await writeFile(keys, (await readFile(keys, 'utf8')).replace('\nafter 2\n', '\nafter 1\n'));
  await expect(declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' })).rejects.toMatchObject({ code: 'keys-do-not-follow' });
});

it('does not sign anew what was sealed before the epoch', async () => {
  await declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' });
  await grow('since');
  await seal();
  const state = await seals.state();
  const key = (await new KeyFile(cli.context.config.seal.keyFile).read())!;
  const { note } = entryFor({ origin: state.origin, mark: { keys: state.keys.length, checkpoints: 0 }, at: NOW }, key);
  expect(await seals.addKeys(markOf(state), [note])).toBe(true);
  expect((await bothSay()).found).toContain('key-history-broken');
});

it('signs for fewer checkpoints only by a note of its own', async () => {
  await declareGap(cli.context, { checkpoint, key: keys, reason: 'a drill' });
  await grow('since');
  await seal();
  await tamper(cli.context.pool, 'seal.checkpoint', 'delete from seal.checkpoint where number > 1');
  await tamper(cli.context.pool, 'seal.key', 'delete from seal.key where number = 3');
  await seal();
  expect((await bothSay()).found).toEqual(['checkpoint-signature-wrong']);
});
