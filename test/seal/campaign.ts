import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandIdOf, Facts, Giver, issueIdOf, type AnyCommand } from '#application';
import type { Gap } from '#domain';
import { EMPTY_STREAM, chainHash, type StoredEvent } from '#event-store';
import { instantOf, type Actor } from '#kernel';
import type { Evidence } from '#seal';
import { exportRecord } from '../../apps/cli/commands/export.js';
import { checkpointHash, checkpointText, NO_CHECKPOINT } from '../../libs/seal/checkpoint.js';
import { Edge, leafOf } from '../../libs/seal/merkle.js';
import { noteOf, parseNote, signatureLine } from '../../libs/seal/note.js';
import { parseKeyEntry } from '../../libs/seal/key-history.js';
import type { KeyObject } from 'node:crypto';
import { allOf, tamper, type SealedRecord } from './open.js';

const BY: Actor = { kind: 'operator', operator: 'seal-spec' };
const CADRE: Actor = { kind: 'cadre', cadre: 'C001', post: 'C001-post', unit: 'LX-01', role: 'cadre' };
const BEGIN = Date.parse('2026-11-24T04:00:00.000Z');
const UNITS = [['city', 'city', null], ['district', 'district', 'city'], ['LX', 'subdistrict', 'district'], ['LX-01', 'community', 'LX']] as const;

/** What is left of a sign that another system could not read. */
export const UNREADABLE_SIGN = '\ufffd';

/** An exported record, line by line, and what somebody outside kept of it. */
export interface Exported {
  readonly origin: string;
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
  readonly events: readonly StoredEvent[];
}

/** Units and the lives of some issues by the domain's own decisions, sealed now and then on the way. */
export async function liveAndSeal({ store, sealer }: SealedRecord, issues: number): Promise<void> {
  const give = giverOf(store);
  for (const [code, level, parent] of UNITS) await give('register-unit', code, { code, name: code, level, kind: 'area', parent });
  for (let number = 0; number < issues; number += 1) {
    const issueId = issueIdOf(commandIdOf(CADRE, `report/${number}`));
    const steps: [AnyCommand['type'], object][] = [
      ['report-issue', { channel: 'visit', title: `第 ${number} 件`, text: `樓道照明損壞，老人夜裡不敢出門${UNREADABLE_SIGN}`, area: 'LX-01', heardAt: instantOf(BEGIN + number * 60_000) }],
      ['register-issue', { scope: 'individual', horizon: 'current', topic: 'housing/lights', grade: 'general' }],
      ['dispatch-issue', { unit: 'LX-01' }],
      ['sign-for-assignment', {}],
      ['record-contact', { reached: true, note: '已電話聯繫居民' }],
    ];
    for (const [type, data] of steps.slice(0, 1 + (number % steps.length))) await give(type, `${type}/${number}`, { issueId, ...data }, CADRE, number);
    if (number % 4 === 3) await sealer.seal();
  }
  await sealer.seal();
}

type Give = (type: AnyCommand['type'], key: string, data: object, by?: Actor, minute?: number) => Promise<void>;

function giverOf(store: SealedRecord['store']): Give {
  const giver = new Giver(store, new Facts(store, { directory: async () => ({ unit: () => undefined }) }));
  return async (type, key, data, by = BY, minute = 0) => {
    const outcome = await giver.give({ type, id: commandIdOf(by, key), at: instantOf(BEGIN + minute * 60_000), by, data } as AnyCommand);
    if (outcome.status !== 'done') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  };
}

/** The record and its seals as an old backup has them, up to a checkpoint's size. */
export async function putBack({ pool }: SealedRecord, size: number): Promise<void> {
  await tamper(pool, 'record.event', `delete from record.event where position > ${size}`);
  await tamper(pool, 'seal.checkpoint', `delete from seal.checkpoint where size > ${size}`);
}

/** As `declare-gap` puts it on record. */
export async function declareLoss({ store, sealer }: SealedRecord, loss: Pick<Gap, 'after' | 'lostTo' | 'checkpoint'>, known: number): Promise<void> {
  await giverOf(store)('begin-epoch', `epoch/${loss.after}/${known}`, { ...loss, ground: loss.checkpoint === null ? 'no-checkpoint' : 'checkpoint', reason: 'the disk died', known });
  await sealer.seal();
}

export async function exported(record: SealedRecord): Promise<Exported> {
  const out = join(record.folder, 'record.jsonl');
  await exportRecord(record, { out }, { update: () => undefined, stop: () => undefined });
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as { origin?: string; key?: string; checkpoint?: string });
  return {
    origin: lines[0]!.origin!,
    keys: lines.flatMap(({ key }) => key ?? []),
    checkpoints: lines.flatMap(({ checkpoint }) => checkpoint ?? []),
    events: lines.filter((line) => 'position' in line) as unknown as StoredEvent[],
  };
}

export function linesOf({ origin, keys, checkpoints, events }: Exported): string {
  return [{ format: 'minqing-record/1', origin }, ...keys.map((key) => ({ key })), ...checkpoints.map((checkpoint) => ({ checkpoint })), ...events]
    .map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The last checkpoint and the newest public key, as a witness has them. */
export async function evidenceOf({ seals }: SealedRecord): Promise<Evidence> {
  const { keys } = await seals.state();
  return { checkpoints: [(await allOf(seals)).at(-1)!.note], keys: [parseKeyEntry(parseNote(keys.at(-1)!).text).key.vkey] };
}

/** Positions and chain hashes anew: what whoever rewrites a record would do, if he knew how. */
export function rechained(events: readonly StoredEvent[]): StoredEvent[] {
  const heads = new Map<string, { readonly revision: number; readonly hash: string }>();
  return events.map((event, index) => {
    const { revision, hash } = heads.get(event.streamId) ?? EMPTY_STREAM;
    const next = { ...event, position: index + 1, revision: revision + 1 };
    const chained = { ...next, hash: chainHash(Buffer.from(hash, 'hex'), next).toString('hex') };
    heads.set(event.streamId, chained);
    return chained;
  });
}

/** Checkpoints anew over these events, at the same sizes as far as they go, and at the end. */
export function resealed(record: Exported, events: readonly StoredEvent[], sizes: readonly number[], key: KeyObject): Exported {
  const edge = Edge.empty();
  const checkpoints: string[] = [];
  let previous: Buffer = NO_CHECKPOINT;
  let epoch = 1;
  for (const event of events) {
    edge.push(leafOf(event.hash));
    if (event.streamId === 'epoch') ({ epoch } = JSON.parse(event.data) as { readonly epoch: number });
    if (!sizes.includes(edge.size) && edge.size < events.length) continue;
    const text = checkpointText({ origin: record.origin, size: edge.size, root: edge.root(), epoch, at: instantOf(BEGIN), previous });
    checkpoints.push(noteOf(text, signatureLine(text, record.origin, key)));
    previous = checkpointHash(text);
  }
  return { ...record, events, checkpoints };
}
