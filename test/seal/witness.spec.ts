import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointsIn, EVERY, fileWitness, parseCheckpoint, parseNote, parseNotes, proveInclusion, readOutside, tellWitnesses, webhookWitness, type Witness } from '#seal';
import { leafOf } from '../../libs/seal/merkle.js';
import { isExtension, isIncluded } from '../../libs/seal/proofs.js';
import { smallDisk, takeOff } from '../faults/small-disk.js';
import { allOf, openSealedRecord, said, tamper, type SealedRecord } from './open.js';

let record: SealedRecord;
beforeEach(async () => { record = await openSealedRecord(); });
afterEach(() => record.close());

async function sealed(events: number): Promise<void> {
  await record.grow(events);
  await record.sealer.seal();
}

/** Tells them and answers with the codes of what failed. */
async function tell(...witnesses: Witness[]): Promise<string[]> {
  const failures: string[] = [];
  await tellWitnesses(witnesses, record, (_name, failure) => failures.push((failure as { code: string }).code));
  return failures;
}

describe('a file', () => {
  it('has every checkpoint, in order, also those that came while it could not be written', async () => {
    const [file, missing] = [fileWitness(join(record.folder, 'witness')), fileWitness(join(record.folder, 'no', 'such', 'folder'))];
    await sealed(2 * EVERY + 1);
    expect(await tell(file, missing)).toHaveLength(1);
    await sealed(5);
    await tell(file, missing);
    await tell(file);
    const notes = parseNotes(await readFile(join(record.folder, 'witness'), 'utf8'));
    expect(notes).toEqual((await allOf(record.seals)).map(({ note }) => parseNote(note)));
    expect(await record.seals.delivery(missing.name)).toEqual({ size: 0, failure: 'unknown' });
  });

  it('that ends in half a checkpoint, as a power failure leaves it, goes on behind that and says what it said', async () => {
    const path = join(record.folder, 'witness');
    await sealed(3);
    await tell(fileWitness(path));
    const [{ note } = { note: '' }] = await allOf(record.seals);
    await appendFile(path, note.slice(0, note.length / 2));
    await sealed(2);
    expect(await tell(fileWitness(path))).toEqual([]);
    const text = await readFile(path, 'utf8');
    expect(checkpointsIn(text)).toMatchObject({ passedOver: 1, checkpoints: [{ size: 3 }, { size: 5 }] });
    expect(await readOutside(record, text, 5)).toMatchObject({ size: 5 });
  });

  const disk = smallDisk('witness on a full disk', '64k');
  afterAll(() => { if (disk !== null) takeOff(disk); });

  (disk === null ? it.skip : it)('on a disk that is full keeps no half checkpoint, and has every one as soon as there is room', async () => {
    const [path, filler] = [join(disk!, 'witness'), join(disk!, 'filler')];
    await sealed(1);
    await tell(fileWitness(path));
    const before = await readFile(path, 'utf8');
    await expect(writeFile(filler, Buffer.alloc(1 << 20))).rejects.toMatchObject({ code: 'ENOSPC' });
    for (let more = 0; more < 20; more += 1) await sealed(1);
    expect(await tell(fileWitness(path))).toEqual(['ENOSPC']);
    expect(await readFile(path, 'utf8')).toBe(before);
    await rm(filler);
    expect(await tell(fileWitness(path))).toEqual([]);
    expect(parseNotes(await readFile(path, 'utf8'))).toEqual((await allOf(record.seals)).map(({ note }) => parseNote(note)));
  });
});

describe('a webhook', () => {
  let server: Server;
  let url: string;
  /** What a witness by tlog-witness keeps of one log. */
  let kept: { size: number; root: Buffer };
  let taken: string[];
  let answer: (request: IncomingMessage, body: string) => { status: number; text?: string; location?: string };

  beforeEach(async () => {
    kept = { size: 0, root: Buffer.alloc(0) };
    taken = [];
    answer = (_request, body) => cosign(body);
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
        taken.push(body);
        const { status, text = '', location } = answer(request, body);
        response.writeHead(status, location === undefined ? {} : { location }).end(text);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/add-checkpoint`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function cosign(body: string): { status: number; text?: string } {
    const [head, ...note] = body.split('\n\n');
    const [old, ...proof] = head!.split('\n');
    const older = Number(old!.replace('old ', ''));
    const { size, root } = parseCheckpoint(parseNote(note.join('\n\n')).text);
    if (older !== kept.size) return { status: 409, text: `${kept.size}\n` };
    if (older > 0 && !isExtension({ older, olderRoot: kept.root, size, root }, proof.map((line) => Buffer.from(line, 'base64')))) return { status: 422 };
    kept = { size, root };
    return { status: 200, text: '— witness AAAAAAAA\n' };
  }

  const webhook = (hosts: readonly string[] = [new URL(url).origin]): Witness => webhookWitness({ url, hosts, timeoutMs: 2_000 });

  it('is told of the newest checkpoint, with the proof that it extends the one told before', async () => {
    await sealed(EVERY + 44);
    expect(await tell(webhook())).toEqual([]);
    await sealed(EVERY + 3);
    await sealed(2);
    expect(await tell(webhook())).toEqual([]);
    expect(await tell(webhook())).toEqual([]);
    expect(taken).toHaveLength(2);
    expect(kept).toEqual({ size: 2 * EVERY + 49, root: said((await allOf(record.seals)).at(-1)!).root });
  });

  it('that knows more than is remembered here is gone on with from there', async () => {
    await sealed(30);
    await tell(webhook());
    await record.seals.noteDelivery(webhook().name, { size: 0, failure: null });
    await sealed(10);
    expect(await tell(webhook())).toEqual([]);
    expect(kept.size).toBe(40);
  });

  it('that knows what is not on record here raises an alarm', async () => {
    await sealed(30);
    kept = { size: 17, root: Buffer.alloc(32) };
    expect(await tell(webhook())).toEqual(['witness-differs']);
    kept = { size: 99, root: Buffer.alloc(32) };
    expect(await tell(webhook())).toEqual(['witness-differs']);
  });

  it('is not told of a record that is not the one that was sealed', async () => {
    await sealed(30);
    await tell(webhook());
    await sealed(20);
    await tamper(record.pool, 'record.event', 'update record.event set hash = sha256(hash) where position = 45');
    expect(await tell(webhook())).toEqual(['seal-record-differs']);
    expect(kept.size).toBe(30);
  });

  it('that refuses, sends elsewhere, says nothing or too much is asked again the next time', async () => {
    await sealed(3);
    answer = () => ({ status: 503 });
    expect(await tell(webhook())).toEqual(['webhook-refused']);
    answer = () => ({ status: 307, location: url.replace('127.0.0.1', 'localhost') });
    expect(await tell(webhook())).toEqual(['webhook-refused']);
    answer = () => ({ status: 200, text: 'x'.repeat(100_000) });
    expect(await tell(webhook())).toEqual(['webhook-unreachable']);
    expect(taken).toHaveLength(3);
    expect(await record.seals.delivery(webhook().name)).toEqual({ size: 0, failure: 'webhook-unreachable' });
    answer = (_request, body) => cosign(body);
    expect(await tell(webhook())).toEqual([]);
    expect(await record.seals.delivery(webhook().name)).toEqual({ size: 3, failure: null });
  });

  it.each([
    ['a host that is not on the list', 'https://witness.example.org/', ['other.example.org']],
    ['plain http to another machine', 'http://witness.example.org/', ['witness.example.org', 'http://witness.example.org']],
    ['this machine without its scheme and port', 'http://127.0.0.1:9/', ['127.0.0.1', '127.0.0.1:9']],
    ['an address with a password', 'https://a:b@witness.example.org/', ['witness.example.org']],
    ['a name that only looks like this machine', 'http://127.0.0.1.example.org/', ['http://127.0.0.1.example.org']],
  ])('is never %s', (_what, to, hosts) => {
    expect(() => webhookWitness({ url: to, hosts })).toThrow('webhook-host-not-listed');
  });

  it('whose listed name leads to this machine is not told', async () => {
    await sealed(3);
    expect(await tell(webhookWitness({ url: 'https://localhost:9/', hosts: ['localhost'] }))).toEqual(['webhook-host-not-listed']);
    expect(taken).toEqual([]);
  });
});

describe('a proof', () => {
  it('shows that an event is under the newest checkpoint, from wherever it is made', async () => {
    await sealed(EVERY + 20);
    await sealed(7);
    for (const position of [1, EVERY, EVERY + 1, EVERY + 20, EVERY + 27]) {
      const [head, ...note] = (await proveInclusion(record, position)).split('\n\n');
      const [title, index, ...path] = head!.split('\n');
      const { size, root } = parseCheckpoint(parseNote(note.join('\n\n')).text);
      const [event] = await record.store.readAll({ after: position - 1, limit: 1 });
      expect([title, index, size]).toEqual(['c2sp.org/tlog-proof@v1', `index ${position - 1}`, EVERY + 27]);
      expect(isIncluded({ leaf: leafOf(event!.hash), index: position - 1, size, root }, path.map((line) => Buffer.from(line, 'base64')))).toBe(true);
    }
  });

  it('is not made of what is not sealed, or was changed', async () => {
    await expect(proveInclusion(record, 1)).rejects.toMatchObject({ code: 'not-sealed-yet' });
    await sealed(10);
    await record.grow(1);
    await expect(proveInclusion(record, 11)).rejects.toMatchObject({ code: 'not-sealed-yet', params: { position: 11, size: 10 } });
    await tamper(record.pool, 'record.event', 'update record.event set hash = sha256(hash) where position = 4');
    await expect(proveInclusion(record, 2)).rejects.toMatchObject({ code: 'seal-record-differs' });
  });
});
