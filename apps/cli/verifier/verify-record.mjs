#!/usr/bin/env node
/**
 * Checks a file that `minqing export record` wrote. Needs Node 20.19 or newer and nothing else: it shares no line of code with
 * the program that wrote the record, so that it can be read, kept and run by somebody who does not trust that program.
 *
 *   node verify-record.mjs FILE [--checkpoint FILE]… [--key FILE]… [--json]
 * --checkpoint  checkpoints kept elsewhere, as a witness or `minqing seal export` wrote them; what is no whole one is passed over and told.
 *               Without any, a record that was rewritten as a whole, or put back from an old backup, cannot be told from the true one.
 * --key         a file of public keys, one a line, as `minqing seal key` printed them
 * Exit codes: 0 sound · 1 could not be checked · 2 wrong usage · 3 something is wrong.
 *
 * The file: one JSON document a line. {format, origin}, then {key: note}…, {checkpoint: note}…, then the events.
 * Chain:    hash(n) = SHA-256(hash(n-1) ‖ field(streamId) ‖ field(revision) ‖ field(eventId) ‖ field(type) ‖ field(schema)
 *           ‖ field(meta) ‖ field(data)); field(x) is x's length in bytes (4, big endian) and x in UTF-8; hash(-1) is zeros.
 * Tree:     RFC 6962 over all events by position; a leaf is SHA-256(00 ‖ hash), a node SHA-256(01 ‖ left ‖ right).
 * Notes:    text, empty line, `— name base64(keyId ‖ Ed25519 signature of the text)`; keyId = SHA-256(name ‖ 0A ‖ 01 ‖ key)[0…4].
 *           A key is put in force by a note that it and the key before it signed; checkpoints behind `after` are its own to sign:
 *           behind fewer than the key before it only where an epoch begins, for a restore loses checkpoints.
 */
import { createPublicKey, hash, verify } from 'node:crypto';
import { createReadStream, readFileSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ZEROS = Buffer.alloc(32);
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const CHECKPOINT = /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nepoch (0|[1-9]\d{0,15})\ntime [-\d]{10}T[\d:.]{12}Z\nprevious ([A-Za-z0-9+/]{43}=)\n$/;
const TEXTS = ['streamId', 'eventId', 'type', 'meta', 'data', 'hash'];
const KEPT = { type: 'string', multiple: true, default: [] };

/** What a finding means, behind its code and its place; "kept" is what --checkpoint and --key gave. */
const WORDS = {
  'line-unreadable': 'no event as an export writes it', 'position-gap': 'a position of the global order is missing', 'revision-gap': 'a revision of the stream is missing',
  'chain-broken': 'the hash does not follow from the event and the one before it', 'event-unreadable': 'it does not say which command wrote it',
  'group-broken': 'the events of one command are not all there', 'origin-differs': 'it was sealed by another installation',
  'key-history-broken': 'the key was not signed over by the key before it', 'trusted-key-unknown': 'the kept key never signed here',
  'checkpoint-unreadable': 'no checkpoint', 'checkpoint-chain-broken': 'the checkpoint does not follow the one before it',
  'checkpoint-signature-wrong': 'the checkpoint is not signed by the key in force', 'root-differs': 'something in these positions was changed, put in or taken out after it was sealed',
  'record-behind-checkpoint': 'a checkpoint saw more than there is and no loss of it is declared: the end was cut off, or an old copy put in its place',
  'outside-signature-unknown': 'no key known here signed the kept checkpoint', 'outside-not-recorded': 'the kept checkpoint is not among those of the record',
  'outside-root-differs': 'in these positions the record is not what the kept checkpoint saw', 'epoch-undeclared': 'the checkpoint is of an epoch that the record did not declare there',
  'declaration-wrong': 'this loss cannot be: it must begin at its own position and reach as far as the checkpoint it names',
};

/** Give it every line of the file, then ask what it found. `checkpoints` and `keys` are texts that were kept elsewhere. */
export class RecordVerifier {
  findings = [];
  lines = 0;
  events = 0;
  streams = new Map();
  keys = [];
  checkpoints = [];
  /** What was declared lost; how many events the record's own checkpoints cover, and those kept elsewhere; in how many places of these something else stands. */
  epochs = [];
  sealed = 0;
  vouched = 0;
  passedOver = 0;
  #origin = '';
  #position = 0;
  #epoch = 1;
  /** Once a position is missing the tree cannot be known. */
  #torn = false;
  /** Roots of the whole subtrees on the right edge of the tree, which has as many leaves as there are positions. */
  #peaks = [];
  /** All checkpoints by size, and how many of them were compared. */
  #seals = [];
  #compared = 0;
  #agreedTo = 0;
  #outside;

  constructor({ checkpoints, keys }) {
    this.#outside = { checkpoints: checkpoints.map(asWritten), keys: keys.flatMap((text) => asWritten(text).split('\n').filter((line) => line !== '')) };
  }

  line(text) {
    const json = parsed(text);
    this.lines += 1;
    const holds = (name, others = {}) => typeof json?.[name] === 'string' && asExported({ ...others, [name]: json[name] }) === text;
    if (this.lines === 1) this.#origin = holds('origin', { format: 'minqing-record/1' }) ? json.origin : fail('this file was not written by minqing export record');
    else if (this.events === 0 && holds('key')) this.keys.push(json.key);
    else if (this.events === 0 && holds('checkpoint')) this.checkpoints.push(json.checkpoint);
    else {
      if (this.events === 0) this.#checkSeals();
      this.events += 1;
      if (isEvent(json, text)) this.#checkEvent(json);
      else this.#found('line-unreadable', { line: this.lines });
    }
  }

  finish() {
    if (this.lines === 0) throw new Error('this file is empty');
    if (this.events === 0) this.#checkSeals();
    for (const [streamId, stream] of this.streams) this.#checkGroupEnd(streamId, stream);
    for (const [index, seal] of this.#seals.entries()) {
      if (this.#isLost(seal)) continue;
      if (index >= this.#compared) this.#found('record-behind-checkpoint', { size: seal.size, record: this.#position }, true);
      if (seal.unrecorded && !(seal.size <= this.#endOf(seal)?.after)) this.#found('outside-not-recorded', { size: seal.size });
    }
    return this.findings;
  }

  /** After the first root that differs all others do: `once` tells the first alone. */
  #found(code, facts, once = false) {
    if (!once || !this.findings.some((earlier) => earlier.code === code)) this.findings.push({ code, ...facts });
  }

  #checkEvent(event) {
    const { position, streamId, revision, hash } = event;
    const where = { position, streamId, revision };
    if (position !== this.#position + 1) this.#found('position-gap', where);
    this.#torn ||= position !== this.#position + 1;
    this.#position = position;
    const before = this.streams.get(streamId) ?? { revision: -1, hash: ZEROS, command: '', index: -1, count: 0 };
    if (revision !== before.revision + 1) this.#found('revision-gap', where);
    if (chainHash(before.hash, event).toString('hex') !== hash) this.#found('chain-broken', where);
    if (!groupOf(event)) this.#found('event-unreadable', where);
    const { command, index, count } = groupOf(event) ?? { command: '', index: 0, count: 1 };
    const continues = command === before.command;
    if (index !== (continues ? before.index + 1 : 0)) this.#found('group-broken', where);
    if (!continues) this.#checkGroupEnd(streamId, before);
    if (streamId === 'epoch') this.#declare(parsed(event.data) ?? {}, where);
    this.streams.set(streamId, { revision, hash: Buffer.from(hash, 'hex'), command, index, count, position });
    if (!this.#torn) this.#addLeaf(sha256(Buffer.of(0), Buffer.from(hash, 'hex')));
    while (this.#seals[this.#compared]?.size <= position) this.#compareRoot(this.#seals[this.#compared++]);
  }

  /** A command's events are all there, or none. */
  #checkGroupEnd(streamId, { index, count, position, revision }) {
    if (index !== count - 1) this.#found('group-broken', { position, streamId, revision });
  }

  /** After a restore: what stood behind `after`, as far as `lostTo` (null: nobody knows), as the named checkpoint told. */
  #declare({ epoch, after, lostTo, checkpoint, reason }, where) {
    const named = this.#seals.find((seal) => seal.hash.toString('hex') === checkpoint);
    const canBeTrue = Number.isSafeInteger(epoch) && epoch > this.#epoch && after === where.position - 1
      && (lostTo === null ? checkpoint === null : typeof checkpoint === 'string' && Number.isSafeInteger(lostTo) && lostTo >= after)
      && (!named || (named.epoch < epoch && Math.max(after, named.size) === lostTo));
    if (!canBeTrue) return this.#found('declaration-wrong', where);
    this.epochs.push({ epoch, after, lostTo, checkpoint, reason });
    this.#epoch = epoch;
  }

  /** The declaration that ended the checkpoint's epoch. */
  #endOf(seal) {
    return this.epochs.find(({ epoch }) => epoch > seal.epoch);
  }

  /** Kept elsewhere, and of what was declared lost: no less and no more. */
  #isLost({ outside, size, epoch, hash }) {
    const end = outside ? this.#endOf({ epoch }) : undefined;
    if (!end || end.lostTo === null || size <= end.after) return false;
    return size === end.lostTo && epoch === end.epoch - 1 ? hash.toString('hex') === end.checkpoint : size <= end.lostTo;
  }

  #addLeaf(whole) {
    for (let left = this.#position - 1; left % 2 === 1; left = (left - 1) / 2) whole = sha256(Buffer.of(1), this.#peaks.pop(), whole);
    this.#peaks.push(whole);
  }

  #compareRoot(seal) {
    const { size, root, outside, epoch } = seal;
    const mine = this.#peaks.length === 0 ? sha256() : this.#peaks.reduceRight((right, left) => sha256(Buffer.of(1), left, right));
    if (!outside && epoch !== this.#epoch) this.#found('epoch-undeclared', { size, epoch, record: this.#epoch }, true);
    if (!this.#torn && mine.toString('base64') === root) {
      this.#agreedTo = size;
      if (outside) this.vouched = size;
    } else if (!this.#isLost(seal)) this.#found(outside ? 'outside-root-differs' : 'root-differs', { from: this.#agreedTo + 1, to: size }, true);
  }

  #checkSeals() {
    const checkpoints = this.checkpoints.map((text, index) => checkpointIn(text) ?? this.#found('checkpoint-unreadable', { number: index + 1 }));
    const history = this.#checkKeys(checkpoints);
    const trusted = this.#outside.keys.map((vkey) => keyOf(vkey) ?? fail(`--key takes public keys, one a line, as seal key printed them, not: ${vkey}`));
    for (const { vkey, keyId } of trusted) if (!history.some(({ key }) => key.vkey === vkey)) this.#found('trusted-key-unknown', { key: keyId });
    this.#checkCheckpoints(checkpoints, history);
    const recorded = new Set(this.#seals.map(({ text }) => text));
    for (const checkpoint of this.#outside.checkpoints.flatMap((text) => this.#keptIn(text))) {
      const { size, origin, text } = checkpoint;
      if (origin !== this.#origin) this.#found('origin-differs', { size });
      if (![...history.map(({ key }) => key), ...trusted].some((key) => signed(checkpoint, key))) this.#found('outside-signature-unknown', { size });
      this.#seals.push({ ...checkpoint, outside: true, unrecorded: !recorded.has(text) });
    }
    this.#seals.sort((a, b) => a.size - b.size);
  }

  /** The whole checkpoints of a text; the places where something else stands are counted. */
  #keptIn(text) {
    const whole = [];
    const rest = text.replace(/(?<=^\n*|\n\n|\n— [^\n]*\n)(?:[^\n]+\n)+\n(?:— [^\n]+\n)+/g, (found) => {
      const checkpoint = checkpointIn(found);
      return checkpoint && whole.push(checkpoint) ? '\f' : found;
    });
    this.passedOver += rest.split('\f').filter((piece) => piece.trim() !== '').length;
    return whole.length > 0 ? whole : fail(`--checkpoint takes checkpoints, as seal export or a witness wrote them, not: ${text.slice(0, 60)}`);
  }

  #checkKeys(checkpoints) {
    const history = [];
    for (const [index, text] of this.keys.entries()) {
      const note = noteIn(text);
      const [, origin, number, vkey, after] = /^([^\s+]+)\nkey ([1-9]\d{0,8})\n(\S+)\nafter (0|[1-9]\d{0,14})\ntime \S+\n$/.exec(note?.text ?? '') ?? [];
      const key = vkey === undefined ? null : keyOf(vkey);
      const last = history.at(-1);
      const follows = key?.name === origin && origin === this.#origin && Number(number) === index + 1 && signed(note, key)
        && (last ? (Number(after) >= last.after || !(checkpoints[after]?.epoch <= (checkpoints[after - 1]?.epoch ?? 1))) && signed(note, last.key) : Number(after) === 0);
      if (key && origin !== this.#origin) this.#found('origin-differs', { key: key.keyId });
      if (!follows) this.#found('key-history-broken', { number: index + 1 });
      if (key) history.push({ key, after: Number(after) });
    }
    return history;
  }

  #checkCheckpoints(checkpoints, history) {
    let before = { size: 0, epoch: 1, hash: ZEROS };
    for (const [index, checkpoint] of checkpoints.entries()) {
      if (!checkpoint) continue;
      const number = index + 1;
      const { size, epoch, previous, origin } = checkpoint;
      if (origin !== this.#origin) this.#found('origin-differs', { size });
      if (previous !== before.hash.toString('base64') || size <= before.size || epoch < before.epoch) this.#found('checkpoint-chain-broken', { number, size });
      const inForce = history.findLast(({ after }) => after < number);
      if (!inForce || !signed(checkpoint, inForce.key)) this.#found('checkpoint-signature-wrong', { number, size });
      before = checkpoint;
      this.sealed = size;
      this.#seals.push({ ...checkpoint, outside: false });
    }
  }
}

/** Each text once, in full and in whole characters: what is shown, what is hashed and what another reader reads is the same. */
function isEvent(json, line) {
  return [json?.position, json?.revision, json?.schema].every(Number.isSafeInteger) && TEXTS.every((name) => typeof json[name] === 'string' && json[name].isWellFormed())
    && /^[0-9a-f]{64}$/.test(json.hash) && Object.keys(json).length === 3 + TEXTS.length && asExported(json) === line;
}

function chainHash(previous, { streamId, revision, eventId, type, schema, meta, data }) {
  const fields = [streamId, String(revision), eventId, type, String(schema), meta, data].map((text) => Buffer.from(text, 'utf8'));
  return sha256(previous, ...fields.flatMap((field) => [Buffer.of(field.length >>> 24, field.length >>> 16, field.length >>> 8, field.length), field]));
}

/** Which command wrote the event, and the event's place among the command's. */
const groupOf = ({ meta }, { command, index, count } = parsed(meta) ?? {}) => command && { command: command.id, index, count };

/** Undefined for a text that is not one note. A signature has 64 bytes or more, a shorter one was cut off, and is written as base64 writes it. */
function noteIn(text) {
  const [, body, lines] = /^((?:[^\n]+\n)+)\n((?:— [^\s+]+ [A-Za-z0-9+/]{91,}={0,2}\n)+)\n*$/.exec(text) ?? [];
  const signatures = lines?.trimEnd().split('\n').map((line) => line.split(' ')).map(([, name, base64]) => ({ name, base64, bytes: Buffer.from(base64, 'base64') }));
  return signatures?.every(({ base64, bytes }) => bytes.toString('base64') === base64) ? { text: body, signatures } : undefined;
}

function checkpointIn(text) {
  const note = noteIn(text);
  const [, origin, size, root, epoch, previous] = CHECKPOINT.exec(note?.text ?? '') ?? [];
  return origin && { ...note, origin, size: Number(size), root, epoch: Number(epoch), previous, hash: sha256(Buffer.from(note.text)) };
}

function keyOf(vkey) {
  const [, name, keyId, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(vkey) ?? [];
  const typed = Buffer.from(base64 ?? '', 'base64');
  if (typed.length !== 33 || typed[0] !== 1 || sha256(Buffer.from(`${name}\n`), typed).toString('hex', 0, 4) !== keyId) return null;
  return { vkey, name, keyId, publicKey: createPublicKey({ key: Buffer.concat([SPKI, typed.subarray(1)]), format: 'der', type: 'spki' }) };
}

const signed = ({ text, signatures }, { name, keyId, publicKey }) => signatures.some((each) => each.name === name && each.bytes.toString('hex', 0, 4) === keyId && verify(null, Buffer.from(text), publicKey, each.bytes.subarray(4)));
const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
const asExported = (value) => JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
const sha256 = (...parts) => hash('sha256', Buffer.concat(parts), 'buffer');
const fail = (message) => { throw new Error(message); };
/** A file that came by mail or from another system: what was signed ends its lines in LF alone. */
const asWritten = (text) => `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').trimEnd()}\n`;

async function main(args) {
  const { values: { checkpoint, key, json }, positionals: [file, ...more] } = parseArgs({ args, allowPositionals: true, options: { checkpoint: KEPT, key: KEPT, json: { type: 'boolean' } } });
  if (file === undefined || more.length > 0) throw Object.assign(new Error('usage: node verify-record.mjs FILE [--checkpoint FILE]… [--key FILE]… [--json]'), { code: 'ERR_PARSE_ARGS' });
  const [checkpoints, keys] = [checkpoint, key].map((files) => files.map((each) => readFileSync(each, 'utf8')));
  const verifier = new RecordVerifier({ checkpoints, keys });
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) verifier.line(line);
  const findings = verifier.finish();
  const { events, streams, sealed, vouched, passedOver, epochs } = verifier;
  const counts = { events, streams: streams.size, checkpoints: verifier.checkpoints.length };
  if (json) console.log(JSON.stringify({ ...counts, sealed, vouched, passedOver, epochs, findings }));
  else tell({ counts, sealed, passedOver, epochs, findings, vouched: checkpoints.length > 0 ? vouched : undefined });
  return findings.length > 0 ? 3 : 0;
}

function tell({ findings, epochs, sealed, vouched, passedOver, counts }) {
  for (const { code, ...facts } of findings) console.log(`${code}  ${Object.entries(facts).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}: ${WORDS[code]}`);
  for (const { epoch, after, lostTo, reason } of epochs) console.log(`Declared: epoch ${epoch} begins behind position ${after}, lost to ${lostTo ?? 'nobody knows where'}: ${JSON.stringify(reason)}`);
  console.log(`${findings.length > 0 ? 'NOT sound' : 'Sound'}: ${Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ')}, ${findings.length} findings. The first ${sealed} events are sealed.`);
  console.log(vouched === undefined ? 'No checkpoint from outside was given: a record that was rewritten as a whole would look the same.' : `The checkpoints given vouch for the first ${vouched} events${passedOver > 0 ? `; what is no whole checkpoint was passed over (places: ${passedOver})` : ''}.`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return error?.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
  });
}
