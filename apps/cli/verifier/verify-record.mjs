#!/usr/bin/env node
/**
 * Checks a file that `minqing export record` wrote. Needs Node 20.19 or newer and nothing else: it shares no line of code with
 * the program that wrote the record, so that it can be read, kept and run by somebody who does not trust that program.
 *
 *   node verify-record.mjs FILE [--checkpoint FILE]… [--key FILE]… [--json]
 *
 * --checkpoint  checkpoints kept elsewhere: what a witness or `minqing seal export` wrote. Without one, a record that was
 *               rewritten as a whole, or put back from an old backup, cannot be told from the true one.
 * --key         a file of public keys, one a line, as `minqing seal key` printed them
 * Exit codes: 0 sound · 1 could not be checked · 2 wrong usage · 3 something is wrong.
 *
 * The file: one JSON document a line. {format, origin}, then {key: note}…, {checkpoint: note}…, then the events.
 * Chain:    hash(n) = SHA-256(hash(n-1) ‖ field(streamId) ‖ field(revision) ‖ field(eventId) ‖ field(type) ‖ field(schema)
 *           ‖ field(meta) ‖ field(data)); field(x) is x's length in bytes (4, big endian) and x in UTF-8; hash(-1) is zeros.
 * Tree:     RFC 6962 over all events by position; a leaf is SHA-256(00 ‖ hash), a node SHA-256(01 ‖ left ‖ right).
 * Notes:    text, empty line, `— name base64(keyId ‖ Ed25519 signature of the text)`; keyId = SHA-256(name ‖ 0A ‖ 01 ‖ key)[0…4].
 *           A key is put in force by a note that it and the key before it signed; checkpoints behind `after` are its own to sign.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ZEROS = Buffer.alloc(32);
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Give it every line of the file, then ask what it found. `checkpoints` and `keys` are texts that were kept elsewhere. */
export class RecordVerifier {
  findings = [];
  lines = 0;
  events = 0;
  streams = new Map();
  keys = [];
  checkpoints = [];
  #origin = '';
  #position = 0;
  /** Once a position is missing the tree cannot be known. */
  #torn = false;
  /** Roots of the whole subtrees on the tree's right edge, and how many leaves they hold together. */
  #peaks = [];
  #size = 0;
  #awaited = [];
  #agreedTo = 0;
  #outside;

  constructor({ checkpoints, keys }) {
    this.#outside = { checkpoints, keys: keys.flatMap((text) => text.split('\n').filter((line) => line !== '')) };
  }

  line(text) {
    const json = parsed(text);
    this.lines += 1;
    if (this.lines === 1) {
      if (json?.format !== 'minqing-record/1') throw new Error('this file was not written by minqing export record');
      this.#origin = json.origin;
    } else if (this.events === 0 && typeof json?.key === 'string') this.keys.push(json.key);
    else if (this.events === 0 && typeof json?.checkpoint === 'string') this.checkpoints.push(json.checkpoint);
    else {
      if (this.events === 0) this.#checkSeals();
      this.events += 1;
      if (isEvent(json)) this.#checkEvent(json);
      else this.#found('line-unreadable', { line: this.lines });
    }
  }

  finish() {
    if (this.lines === 0) throw new Error('this file is empty');
    if (this.events === 0) this.#checkSeals();
    for (const [streamId, stream] of this.streams) this.#checkGroupEnd(streamId, stream);
    for (const outside of [false, true]) {
      const behind = this.#awaited.find((each) => each.outside === outside);
      if (behind) this.#found('record-behind-checkpoint', { size: behind.size, record: this.#position });
    }
    return this.findings;
  }

  #found(code, facts) {
    this.findings.push({ code, ...facts });
  }

  #checkEvent(event) {
    const { position, streamId, revision, hash } = event;
    const where = { position, streamId, revision };
    if (position !== this.#position + 1) {
      this.#found('position-gap', where);
      this.#torn = true;
    }
    this.#position = position;
    const before = this.streams.get(streamId) ?? { revision: -1, hash: ZEROS, command: '', index: -1, count: 0 };
    if (revision !== before.revision + 1) this.#found('revision-gap', where);
    if (chainHash(before.hash, event).toString('hex') !== hash) this.#found('chain-broken', where);
    const group = groupOf(event);
    if (!group) this.#found('event-unreadable', where);
    const { command, index, count } = group ?? { command: '', index: 0, count: 1 };
    const continues = command === before.command;
    if (index !== (continues ? before.index + 1 : 0)) this.#found('group-broken', where);
    if (!continues) this.#checkGroupEnd(streamId, before);
    const own = Buffer.from(hash, 'hex');
    this.streams.set(streamId, { revision, hash: own, command, index, count, position });
    if (!this.#torn) this.#addLeaf(sha256(Buffer.of(0), own));
    while (this.#awaited.length > 0 && this.#awaited[0].size <= position) this.#compareRoot(this.#awaited.shift());
  }

  /** A command's events are all there, or none. */
  #checkGroupEnd(streamId, { index, count, position, revision }) {
    if (index !== count - 1) this.#found('group-broken', { position, streamId, revision });
  }

  #addLeaf(leaf) {
    let whole = leaf;
    for (let left = this.#size; left % 2 === 1; left = (left - 1) / 2) whole = sha256(Buffer.of(1), this.#peaks.pop(), whole);
    this.#peaks.push(whole);
    this.#size += 1;
  }

  #compareRoot({ size, root, outside }) {
    const mine = this.#peaks.length === 0 ? sha256() : this.#peaks.reduceRight((right, left) => sha256(Buffer.of(1), left, right));
    const code = outside ? 'outside-root-differs' : 'root-differs';
    if (!this.#torn && mine.equals(root)) this.#agreedTo = size;
    else if (!this.findings.some((earlier) => earlier.code === code)) this.#found(code, { from: this.#agreedTo + 1, to: size });
  }

  #checkSeals() {
    const history = this.#checkKeys();
    const trusted = this.#outside.keys.map((vkey) => keyOf(vkey) ?? fail(`no public key: ${vkey}`));
    for (const { vkey, keyId } of trusted) if (!history.some(({ key }) => key.vkey === vkey)) this.#found('trusted-key-unknown', { key: keyId });
    const recorded = this.#checkCheckpoints(history);
    for (const note of this.#outside.checkpoints.flatMap((text) => notesIn(text) ?? fail('a text given by --checkpoint is none'))) {
      const checkpoint = checkpointOf(note) ?? fail('a text given by --checkpoint is none');
      const { size, origin } = checkpoint;
      if (origin !== this.#origin) this.#found('origin-differs', { size });
      if (![...history.map(({ key }) => key), ...trusted].some((key) => signed(note, key))) this.#found('outside-signature-unknown', { size });
      if (recorded.get(size) !== note.text) this.#found('outside-not-recorded', { size });
      this.#awaited.push({ ...checkpoint, outside: true });
    }
    this.#awaited.sort((a, b) => a.size - b.size);
  }

  #checkKeys() {
    const history = [];
    for (const [index, text] of this.keys.entries()) {
      const note = notesIn(text)?.[0];
      const [, origin, number, vkey, after] = /^(.+)\nkey (\d+)\n(.+)\nafter (\d+)\ntime .+\n$/.exec(note?.text ?? '') ?? [];
      const key = vkey === undefined ? null : keyOf(vkey);
      const last = history.at(-1);
      const follows = key?.name === origin && origin === this.#origin && Number(number) === index + 1 && signed(note, key)
        && (last ? Number(after) >= last.after && signed(note, last.key) : Number(after) === 0);
      if (!follows) this.#found('key-history-broken', { number: index + 1 });
      if (key) history.push({ key, after: Number(after) });
    }
    return history;
  }

  /** The texts of the record's own checkpoints by their sizes. */
  #checkCheckpoints(history) {
    const recorded = new Map();
    let before = { size: 0, epoch: 1, hash: ZEROS };
    for (const [index, text] of this.checkpoints.entries()) {
      const number = index + 1;
      const note = notesIn(text)?.[0];
      const checkpoint = note && checkpointOf(note);
      if (!checkpoint) {
        this.#found('checkpoint-unreadable', { number });
        continue;
      }
      const { size, epoch, previous, origin } = checkpoint;
      if (origin !== this.#origin) this.#found('origin-differs', { size });
      if (!previous.equals(before.hash) || size <= before.size || epoch < before.epoch) this.#found('checkpoint-chain-broken', { number, size });
      const inForce = history.findLast(({ after }) => after < number);
      if (!inForce || !signed(note, inForce.key)) this.#found('checkpoint-signature-wrong', { number, size });
      before = { size, epoch, hash: sha256(Buffer.from(note.text)) };
      recorded.set(size, note.text);
      this.#awaited.push({ ...checkpoint, outside: false });
    }
    return recorded;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isEvent(json) {
  return [json?.position, json?.revision, json?.schema].every(Number.isSafeInteger)
    && [json.streamId, json.eventId, json.type, json.meta, json.data].every((text) => typeof text === 'string') && /^[0-9a-f]{64}$/.test(json.hash);
}

function chainHash(previous, { streamId, revision, eventId, type, schema, meta, data }) {
  const fields = [streamId, String(revision), eventId, type, String(schema), meta, data].map((text) => Buffer.from(text, 'utf8'));
  return sha256(previous, ...fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  }));
}

/** Which command wrote the event, and the event's place among the command's. */
function groupOf({ meta }) {
  const { command, index, count } = parsed(meta) ?? {};
  return command && { command: command.id, index, count };
}

/** Undefined for a text that is not notes from beginning to end. */
function notesIn(text) {
  const found = [...text.matchAll(/((?:[^\n]+\n)+)\n((?:— [^\n]+\n)+)\n*/gy)];
  if (found.length === 0 || found.reduce((sum, [whole]) => sum + whole.length, 0) !== text.length) return undefined;
  return found.map(([, body, lines]) => ({
    text: body,
    signatures: lines.trimEnd().split('\n').map((line) => {
      const [, name, base64] = line.split(' ');
      const bytes = Buffer.from(base64 ?? '', 'base64');
      return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
    }),
  }));
}

function checkpointOf({ text }) {
  const [, origin, size, root, epoch, previous] = /^(.+)\n(\d+)\n(.+)\nepoch (\d+)\ntime .+\nprevious (.+)\n$/.exec(text) ?? [];
  return origin && { origin, size: Number(size), root: Buffer.from(root, 'base64'), epoch: Number(epoch), previous: Buffer.from(previous, 'base64') };
}

function keyOf(vkey) {
  const [, name, keyId, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const typed = Buffer.from(base64 ?? '', 'base64');
  if (typed.length !== 33 || typed[0] !== 1 || sha256(Buffer.from(`${name}\n`), typed).toString('hex', 0, 4) !== keyId) return null;
  return { vkey, name, keyId, publicKey: createPublicKey({ key: Buffer.concat([SPKI, typed.subarray(1)]), format: 'der', type: 'spki' }) };
}

function signed({ text, signatures }, { name, keyId, publicKey }) {
  return signatures.some((each) => each.name === name && each.keyId === keyId && verify(null, Buffer.from(text), publicKey, each.signature));
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function fail(message) {
  throw new Error(message);
}

async function main(args) {
  const files = [];
  const kept = { checkpoint: [], key: [] };
  const json = args.includes('--json');
  for (let index = 0; index < args.length; index += 1) {
    const name = /^--(checkpoint|key)$/.exec(args[index])?.[1];
    if (name) kept[name].push(args[index += 1]);
    else if (args[index] !== '--json') files.push(args[index]);
  }
  if (files.length !== 1 || [files[0], ...kept.checkpoint, ...kept.key].some((file) => file === undefined || file.startsWith('--'))) {
    console.error('usage: node verify-record.mjs FILE [--checkpoint FILE]… [--key FILE]… [--json]');
    return 2;
  }
  const [checkpoints, keys] = [kept.checkpoint, kept.key].map((each) => each.map((file) => readFileSync(file, 'utf8')));
  const verifier = new RecordVerifier({ checkpoints, keys });
  for await (const line of createInterface({ input: createReadStream(files[0]), crlfDelay: Infinity })) verifier.line(line);
  const findings = verifier.finish();
  const counts = { events: verifier.events, streams: verifier.streams.size, checkpoints: verifier.checkpoints.length };
  if (json) console.log(JSON.stringify({ ...counts, findings }));
  else for (const { code, ...facts } of findings) console.log(`${code}  ${Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ')}`);
  if (!json) console.log(`${findings.length > 0 ? 'NOT sound' : 'Sound'}: ${Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ')}, ${findings.length} findings.`);
  if (!json && checkpoints.length === 0) console.log('No checkpoint from outside was given: a record that was rewritten as a whole would look the same.');
  return findings.length > 0 ? 3 : 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}
