import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EPOCH_STREAM } from '#event-store';
import { checkpointHash, EVERY, KeyFile, NO_CHECKPOINT, parseKeyEntry, parseNote, rotateKey, Sealer, signerInForce, type Seals } from '#seal';
import { append } from '../../libs/testing/append-requests.js';
import { allOf, openSealedRecord, said, tamper, type SealedRecord } from './open.js';

let record: SealedRecord;
beforeEach(async () => { record = await openSealedRecord(); });
afterEach(() => record.close());

describe('the sealer', () => {
  it('signs nothing while there is nothing new', async () => {
    expect(await record.sealer.seal()).toBe(0);
    await record.grow(3);
    expect(await record.sealer.seal()).toBe(1);
    expect(await record.sealer.seal()).toBe(0);
    expect(await record.sizes()).toEqual([3]);
  });

  it('leaves no more than 256 events between two checkpoints, each naming the one before', async () => {
    await record.grow(2 * EVERY + 10);
    expect(await record.sealer.seal()).toBe(3);
    await record.grow(EVERY);
    expect(await record.sealer.seal()).toBe(1);
    expect(await record.sizes()).toEqual([EVERY, 2 * EVERY, 2 * EVERY + 10, 3 * EVERY + 10]);
    const checkpoints = await allOf(record.seals);
    expect(checkpoints.map((each) => said(each).previous)).toEqual([NO_CHECKPOINT, ...checkpoints.slice(0, -1).map(({ note }) => checkpointHash(parseNote(note).text))]);
    expect(new Set(checkpoints.map((each) => said(each).origin))).toEqual(new Set([(await record.seals.state()).origin]));
  });

  it('seals what comes while it waits, and what remains when its time is over', async () => {
    const end = new AbortController();
    const sealing = record.sealer.sealUntil(end.signal);
    await record.grow(EVERY + 30);
    while ((await record.sizes()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    end.abort();
    await sealing;
    const sizes = await record.sizes();
    expect(sizes.at(-1)).toBe(EVERY + 30);
    expect(sizes.every((size, index) => size - (sizes[index - 1] ?? 0) <= EVERY)).toBe(true);
  });

  it('makes one line of checkpoints when several of it run at once', async () => {
    const others = Array.from({ length: 4 }, () => new Sealer({ ...record.parts, keyFile: new KeyFile(record.keyFile.path) }));
    for (let round = 0; round < 3; round += 1) {
      await record.grow(EVERY + 7);
      await Promise.all(others.map((sealer) => sealer.seal()));
    }
    const checkpoints = await allOf(record.seals);
    expect(checkpoints.at(-1)!.size).toBe(3 * (EVERY + 7));
    expect(checkpoints.map((each) => said(each).previous)).toEqual([NO_CHECKPOINT, ...checkpoints.slice(0, -1).map(({ note }) => checkpointHash(parseNote(note).text))]);
    expect((await record.seals.state()).keys).toHaveLength(1);
  });

  it('signs nothing, and makes no key, while the gap of a restored record is undeclared, also when the restore began under it', async () => {
    let restoring = true;
    const sealer = new Sealer({ ...record.parts, undeclared: async () => restoring });
    await record.grow(3);
    await expect(sealer.seal()).rejects.toMatchObject({ code: 'gap-undeclared' });
    expect((await record.seals.state()).keys).toEqual([]);
    restoring = false;
    expect(await sealer.seal()).toBe(1);
    const sealing = sealer.sealUntil(AbortSignal.timeout(20_000));
    await new Promise((resolve) => setTimeout(resolve, 300));
    restoring = true;
    await record.grow(EVERY);
    await expect(sealing).rejects.toMatchObject({ code: 'gap-undeclared' });
    expect(await record.sizes()).toEqual([3]);
  });

  it('seals in the epoch after a restore whatever was not sealed before it, however much that is', async () => {
    await record.grow(4);
    await record.sealer.seal();
    await record.grow(12 * EVERY);
    const after = await record.store.lastPosition();
    await append(record.store, { stream: EPOCH_STREAM, data: [{ epoch: 2, after, lostTo: null, checkpoint: null }] });
    await record.grow(EVERY);
    await record.sealer.seal();
    expect((await allOf(record.seals)).map((each) => [said(each).size, said(each).epoch])).toEqual([[4, 1], [after + 1, 2], [after + 1 + EVERY, 2]]);
    await record.grow(1);
    expect(await record.sealer.seal()).toBe(1);
  });

  it('refuses to go on where the record lost its end, or is another than the one it sealed', async () => {
    await record.grow(20);
    await record.sealer.seal();
    await tamper(record.pool, 'record.event', 'delete from record.event where position > 15');
    await expect(record.sealer.seal()).rejects.toMatchObject({ code: 'seal-record-shorter', params: { record: 15, size: 20 } });
    await record.grow(9);
    await expect(record.sealer.seal()).rejects.toMatchObject({ code: 'seal-record-differs', params: { from: 1, to: 20 } });
  });
});

describe('seals', () => {
  it('are append only', async () => {
    await record.grow(3);
    await record.sealer.seal();
    for (const statement of ['update seal.checkpoint set size = 9', 'delete from seal.checkpoint', 'truncate seal.checkpoint', 'delete from seal.key', 'update seal.installation set origin = \'x\'']) {
      await expect(record.pool.query(statement)).rejects.toThrow('append only');
    }
  });

  it('are not written on a state that is past', async () => {
    await record.grow(3);
    await record.sealer.seal();
    const [first] = await allOf(record.seals);
    expect(await record.seals.append({ keys: 1, checkpoints: 0 }, [first!])).toBe(false);
    expect(await record.seals.append({ keys: 2, checkpoints: 1 }, [{ ...first!, number: 2, size: 4 }])).toBe(false);
    expect(await record.seals.addKeys({ keys: 1, checkpoints: 0 }, ['a key'])).toBe(false);
    expect(await record.sizes()).toEqual([3]);
  });
});

describe('the key', () => {
  it('is made on the first boot, for its owner\'s eyes alone', async () => {
    const signers = await Promise.all(Array.from({ length: 5 }, () => signerInForce(record.parts)));
    expect(new Set(signers.map(({ entry }) => entry.key.vkey)).size).toBe(1);
    expect((await stat(record.keyFile.path)).mode & 0o777).toBe(0o600);
  });

  it('signs the next one over and is gone then', async () => {
    await record.grow(3);
    await record.sealer.seal();
    const old = await readFile(record.keyFile.path, 'utf8');
    const entry = await rotateKey(record.parts);
    expect(entry).toMatchObject({ number: 2, after: 1 });
    expect(await readFile(record.keyFile.path, 'utf8')).not.toBe(old);
    const { keys } = await record.seals.state();
    expect(parseNote(keys[1]!).signatures.map(({ keyId }) => keyId)).toEqual([parseKeyEntry(parseNote(keys[0]!).text).key.keyId, entry.key.keyId]);
    await record.grow(3);
    await record.sealer.seal();
    expect(parseNote((await allOf(record.seals))[1]!.note).signatures.map(({ keyId }) => keyId)).toEqual([entry.key.keyId]);
  });

  it('is found where a rotation was interrupted before the file was in place', async () => {
    const { privateKey } = await signerInForce(record.parts);
    const entry = await rotateKey(record.parts);
    const pem = await readFile(record.keyFile.path, 'utf8');
    await writeFile(`${record.keyFile.path}.next`, pem, { mode: 0o600 });
    await writeFile(record.keyFile.path, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    expect((await signerInForce(record.parts)).entry.key.keyId).toBe(entry.key.keyId);
    expect(await readFile(record.keyFile.path, 'utf8')).toBe(pem);
  });

  it('is not lost when two rotate it at once: each comes in its turn', async () => {
    await signerInForce(record.parts);
    const [made, added] = [occasion(), occasion()];
    const second = addingKeys(async (add) => {
      made.come();
      await added.has;
      return add();
    });
    let rotatingToo: ReturnType<typeof rotateKey> | undefined;
    const first = addingKeys(async (add) => {
      rotatingToo ??= rotateKey({ ...record.parts, seals: second });
      await Promise.race([made.has, delay(A_WHILE_MS)]);
      return add().finally(added.come);
    });
    const entries = [await rotateKey({ ...record.parts, seals: first }), await rotatingToo];
    expect(entries.map((entry) => entry?.number)).toEqual([2, 3]);
    expect((await signerInForce(record.parts)).entry.key.keyId).toBe(entries[1]!.key.keyId);
  });

  it('is in force when its rotation ends, also where a sealer that was outrun looks for it meanwhile', async () => {
    await signerInForce(record.parts);
    let sealing: ReturnType<typeof signerInForce> | undefined;
    const seals = addingKeys(async (add) => {
      const done = await add();
      sealing = signerInForce(record.parts);
      await Promise.race([sealing, delay(A_WHILE_MS)]);
      return done;
    });
    const rotated = await rotateKey({ ...record.parts, seals });
    expect([rotated.number, (await sealing)?.entry.key.keyId]).toEqual([2, rotated.key.keyId]);
  });

  it('is asked for when the file is gone, another\'s, open to all, or no key', async () => {
    await signerInForce(record.parts);
    const pem = await readFile(record.keyFile.path, 'utf8');
    await rm(record.keyFile.path);
    await expect(signerInForce(record.parts)).rejects.toMatchObject({ code: 'seal-key-missing' });
    await record.keyFile.readOrMake();
    await expect(signerInForce(record.parts)).rejects.toMatchObject({ code: 'seal-key-missing' });
    await writeFile(record.keyFile.path, 'no key');
    await expect(signerInForce(record.parts)).rejects.toMatchObject({ code: 'seal-key-malformed' });
    await writeFile(record.keyFile.path, pem);
    await chmod(record.keyFile.path, 0o644);
    await expect(signerInForce(record.parts)).rejects.toMatchObject({ code: 'secret-exposed' });
  });
});

const A_WHILE_MS = 300;

/** The record's seals, but for the moment at which keys are added. */
function addingKeys(adding: (add: () => Promise<boolean>) => Promise<boolean>): Seals {
  return Object.assign(Object.create(record.seals) as Seals, {
    addKeys: (...given: Parameters<Seals['addKeys']>) => adding(() => record.seals.addKeys(...given)),
  });
}

function occasion(): { readonly has: Promise<void>; readonly come: () => void } {
  let come = (): void => undefined;
  const has = new Promise<void>((resolve) => { come = resolve; });
  return { has, come };
}
