import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rotateKey, signerInForce, type Evidence } from '#seal';
import { verifyFile, type FileReport } from '../../apps/cli/commands/verify-file.js';
import { readEvidence } from '../../apps/cli/record-check.js';
import { independentSays, productSays, written } from './both-verifiers.js';
import { evidenceOf, exported, linesOf, liveAndSeal, type Exported } from './campaign.js';
import { LINE_MUTATIONS } from './line-mutations.js';
import { chanceOf, MUTATIONS, sizesOf, type Mutated } from './mutations.js';
import { openSealedRecord, type SealedRecord } from './open.js';

const SEED = Number(process.env['MUTATION_SEED'] ?? 20_261_124);
const EACH = 25;
const VERIFIER = fileURLToPath(new URL('../../apps/cli/verifier/verify-record.mjs', import.meta.url));
let record: SealedRecord;
let base: Exported;
let evidence: Evidence;

beforeAll(async () => {
  record = await openSealedRecord();
  await liveAndSeal(record, 20);
  await rotateKey(record.parts);
  await liveAndSeal(record, 28);
  base = await exported(record);
  evidence = await evidenceOf(record);
}, 60_000);
afterAll(() => record.close());

it('a record that nobody touched is sound to both verifiers', async () => {
  expect(base.keys).toHaveLength(2);
  expect(sizesOf(base).length).toBeGreaterThan(5);
  const file = await written(record, base, 'untouched');
  const report = await verifyFile(file, evidence);
  expect(report).toMatchObject({ events: base.events.length, findings: [], unreadable: [], seals: { keys: 2, sealed: base.events.length, findings: [] } });
  expect(await independentSays(file, evidence)).toEqual({ sound: true, found: [] });
});

describe(`of ${EACH * Object.keys(MUTATIONS).length} falsified records (MUTATION_SEED=${SEED}) each is found out by both verifiers:`, () => {
  it.each(Object.entries(MUTATIONS))('%s', async (name, mutate) => {
    const chance = chanceOf(SEED + name.length * 1_000);
    const { privateKey } = await signerInForce(record.parts);
    for (let number = 0; number < EACH; number += 1) {
      const mutated = mutate(base, chance, privateKey);
      const file = await written(record, mutated.record, `${name}-${number}`);
      const report = await verifyFile(file, evidence);
      const told = { number, what: mutated.what };
      const product = productSays(report);
      expect({ ...told, sound: product.sound }).toEqual({ ...told, sound: false });
      expect({ ...told, ...(await independentSays(file, evidence)) }).toEqual({ ...told, ...product });
      expectLocated(mutated, report);
    }
  }, 60_000);
});

describe('of lines that two readers could read differently each is found out by both verifiers:', () => {
  it.each(Object.entries(LINE_MUTATIONS))('%s', async (name, mutate) => {
    const chance = chanceOf(SEED + name.length * 1_000);
    const lines = linesOf(base).trimEnd().split('\n');
    const mutated = mutate(lines, chance);
    expect(mutated).not.toEqual(lines);
    const file = join(record.folder, 'lines.jsonl');
    await writeFile(file, `${mutated.join('\n')}\n`);
    const product = productSays(await verifyFile(file, evidence));
    expect(product.sound).toBe(false);
    expect(await independentSays(file, evidence)).toEqual(product);
  });
});

it.each(['{"format":"minqing-record/1","origin":"another","origin":', '{"format":"minqing-record/1","was":"","origin":', '{"format":"minqing-record/2","origin":'])('a file that begins with %s… is none for both', async (beginning) => {
  const file = join(record.folder, 'begun.jsonl');
  await writeFile(file, linesOf(base).replace('{"format":"minqing-record/1","origin":', beginning));
  await expect(verifyFile(file, evidence)).rejects.toMatchObject({ code: 'record-file-unknown' });
  await expect(independentSays(file, evidence)).rejects.toThrow('not written by minqing export record');
});

/** An edit is located to its event. */
function expectLocated({ edited, what }: Mutated, { findings }: FileReport): void {
  if (!edited) return;
  const [first] = findings.filter(({ code }) => code === 'chain-broken');
  expect({ what, position: first?.position, streamId: first?.streamId, revision: first?.revision }).toEqual({ what, ...edited });
}

it('what a record is not held against from outside can be rewritten by whoever has the key', async () => {
  const { privateKey } = await signerInForce(record.parts);
  const oneKey = { ...base, keys: [] };
  const { record: rewritten } = MUTATIONS['rewrite']!(oneKey, chanceOf(SEED), privateKey);
  const file = await written(record, { ...rewritten, checkpoints: [] }, 'rewritten');
  expect(productSays(await verifyFile(file, { checkpoints: [], keys: [] }))).toEqual({ sound: true, found: [] });
  expect(productSays(await verifyFile(file, evidence)).found).toEqual(['outside-not-recorded', 'outside-root-differs', 'trusted-key-unknown']);
});

it('a line that is no event is told by its number', async () => {
  const file = join(record.folder, 'broken-line.jsonl');
  await writeFile(file, linesOf(base).replace('"revision":0', '"revision":'));
  const report = await verifyFile(file, evidence);
  expect(report.unreadable).toEqual([2 + base.keys.length + base.checkpoints.length]);
  expect((await independentSays(file, evidence)).found).toContain('line-unreadable');
});

it('what was kept elsewhere is read as it comes from mail or another system', async () => {
  const [checkpoint, key] = [join(record.folder, 'mailed'), join(record.folder, 'mailed-key')];
  const mailed = (text: string): string => `\ufeff${text.trimEnd().replaceAll('\n', '\r\n')}`;
  await writeFile(checkpoint, mailed(base.checkpoints.join('\n')));
  await writeFile(key, mailed(evidence.keys.join('\n')));
  const file = await written(record, base, 'held-against-mail');
  const said = await verifyFile(file, await readEvidence({ checkpoint: [checkpoint], key: [key] }));
  expect(said).toMatchObject({ findings: [], seals: { vouched: base.events.length, findings: [] } });
  expect(await independentSays(file, { checkpoints: [await readFile(checkpoint, 'utf8')], keys: [await readFile(key, 'utf8')] })).toEqual({ sound: true, found: [] });
});

describe('the small verifier as a program', () => {
  const run = async (...args: string[]): Promise<{ code: number; out: string }> => promisify(execFile)(process.execPath, [VERIFIER, ...args])
    .then(({ stdout }) => ({ code: 0, out: stdout }), (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout + error.stderr }));

  it('tells by its exit code what it found', async () => {
    const [checkpoint, key] = [join(record.folder, 'checkpoint'), join(record.folder, 'key')];
    await writeFile(checkpoint, evidence.checkpoints.join(''));
    await writeFile(key, evidence.keys.join('\n'));
    const sound = await written(record, base, 'sound');
    const edited = await written(record, MUTATIONS['edit']!(base, chanceOf(SEED), (await signerInForce(record.parts)).privateKey).record, 'edited');
    expect(await run(sound, '--checkpoint', checkpoint, '--key', key)).toEqual({ code: 0, out: expect.stringMatching(/^Sound: \d+ events/) as unknown });
    expect(JSON.parse((await run(sound, '--json')).out)).toMatchObject({ events: base.events.length, checkpoints: base.checkpoints.length, findings: [] });
    expect(await run(edited, '--checkpoint', checkpoint)).toEqual({ code: 3, out: expect.stringMatching(/chain-broken {2}position \d+, streamId \S+, revision \d+/) as unknown });
    expect((await run(sound, '--key', checkpoint)).code).toBe(1);
    expect((await run()).code).toBe(2);
    expect((await run(sound, '--checkpoint')).code).toBe(2);
    expect((await run(checkpoint)).code).toBe(1);
    expect((await run(sound, '--checkpoint', sound)).code).toBe(1);
  });
});
