import type { KeyObject } from 'node:crypto';
import type { StoredEvent } from '#event-store';
import { signerInForce } from '#seal';
import { verifyFile } from '../../apps/cli/commands/verify-file.js';
import { checkpointHash, parseCheckpoint } from '../../libs/seal/checkpoint.js';
import { parseNote } from '../../libs/seal/note.js';
import { independentOf, independentSays, productSays, written, type Findings } from './both-verifiers.js';
import { declareLoss, exported, liveAndSeal, putBack, rechained, resealed, type Exported } from './campaign.js';
import { sizesOf } from './mutations.js';
import { openSealedRecord, type SealedRecord } from './open.js';

/** What somebody outside kept: the checkpoints of the first epoch, and of the second. */
let [first, second]: [readonly string[], readonly string[]] = [[], []];
/** Where the two backups end, and where the record ended before each. */
let [after, lostTo, afterSecond, lostToSecond] = [0, 0, 0, 0];
/** The record as it was put back the first time, undeclared; once declared; and after a second loss, declared as well. */
let [undeclared, declared, twice]: Exported[] = [];
let record: SealedRecord;
let privateKey: KeyObject;

beforeAll(async () => {
  record = await openSealedRecord();
  await liveAndSeal(record, 24);
  ({ privateKey } = await signerInForce(record.parts));
  first = (await exported(record)).checkpoints;
  [after, lostTo] = [sizeOf(first[2]!), sizeOf(first.at(-1)!)];
  await putBack(record, after);
  undeclared = await exported(record);
  await declareLoss(record, { after, lostTo, checkpoint: nameOf(first.at(-1)!) }, 1);
  await liveAndSeal(record, 40);
  declared = await exported(record);
  second = declared.checkpoints.slice(sizesOf(declared).findIndex((size) => size > after));
  [afterSecond, lostToSecond] = [sizeOf(second[1]!), sizeOf(second.at(-1)!)];
  await putBack(record, afterSecond);
  await declareLoss(record, { after: afterSecond, lostTo: lostToSecond, checkpoint: nameOf(second.at(-1)!) }, 2);
  await liveAndSeal(record, 60);
  twice = await exported(record);
}, 60_000);
afterAll(() => record.close());

function sizeOf(note: string): number {
  return parseCheckpoint(parseNote(note).text).size;
}

function nameOf(note: string): string {
  return checkpointHash(parseNote(note).text).toString('hex');
}

/** What both say; they have to agree. */
async function bothSay(content: Exported, checkpoints: readonly string[]): Promise<Findings> {
  const evidence = { checkpoints, keys: [] };
  const file = await written(record, content, 'declared');
  const product = productSays(await verifyFile(file, evidence));
  expect(await independentSays(file, evidence)).toEqual(product);
  return product;
}

/** What whoever has the key makes of it: every hash and every checkpoint anew. */
function forged(base: Exported, change: (event: StoredEvent) => StoredEvent): Exported {
  return resealed(base, rechained(base.events.map(change)), sizesOf(base), privateKey);
}

function declaring(base: Exported, change: object): Exported {
  return forged(base, (event) => (event.position === after + 1 ? { ...event, data: JSON.stringify({ ...JSON.parse(event.data) as object, ...change }) } : event));
}

const LOST = ['outside-not-recorded', 'outside-root-differs'];

it('what was declared lost is accepted, by one checkpoint of it or by all that were kept', async () => {
  expect(second.length).toBeGreaterThan(3);
  for (const kept of [[first.at(-1)!], [first[3]!], first, [...first, ...second]]) expect(await bothSay(declared!, kept)).toEqual({ sound: true, found: [] });
  for (const kept of [[first.at(-1)!], first, [...first, ...second]]) expect(await bothSay(twice!, kept)).toEqual({ sound: true, found: [] });
});

it('both tell what is declared, and as far as what was kept vouches for it', async () => {
  const file = await written(record, twice!, 'told');
  const { seals } = await verifyFile(file, { checkpoints: first, keys: [] });
  expect(seals).toMatchObject({ vouched: after, declared: [{ epoch: 2, after, lostTo }, { epoch: 3, after: afterSecond, lostTo: lostToSecond }] });
  expect((await verifyFile(file, { checkpoints: [first.at(-1)!], keys: [] })).seals.vouched).toBe(0);
  expect((await verifyFile(file, { checkpoints: [...first, ...second], keys: [] })).seals.vouched).toBe(afterSecond);
});

it('both pass over what is no whole checkpoint among those that were kept, tell it, and refuse what holds none at all', async () => {
  const file = await written(record, declared!, 'torn');
  const half = first[1]!.slice(0, first[1]!.length / 2);
  const evidence = { checkpoints: [`${half}\n\n${first.slice(0, 3).join('\n')}${half}\n${half}`, second.join('\n')], keys: [] };
  expect(await bothSay(declared!, evidence.checkpoints)).toEqual({ sound: true, found: [] });
  const { seals } = await verifyFile(file, evidence);
  expect(seals).toMatchObject({ passedOver: 2, vouched: lostToSecond });
  expect(await independentOf(file, evidence)).toMatchObject({ passedOver: 2, vouched: lostToSecond });
  const none = { checkpoints: [half], keys: [] };
  await expect(verifyFile(file, none)).rejects.toMatchObject({ code: 'seal-note-malformed' });
  await expect(independentOf(file, none)).rejects.toThrow('--checkpoint takes checkpoints');
});

it('a loss that nobody declared is refused, be the record shorter or grown again', async () => {
  expect(await bothSay(undeclared!, first)).toEqual({ sound: false, found: ['outside-not-recorded', 'record-behind-checkpoint'] });
  const grown = forged({ ...declared!, events: declared!.events.filter(({ streamId }) => streamId !== 'epoch') }, (event) => event);
  expect(await bothSay(grown, first)).toEqual({ sound: false, found: LOST });
});

it.each<[string, () => object, readonly string[]]>([
  ['less than was lost', () => ({ lostTo: lostTo - 1 }), ['declaration-wrong', ...LOST]],
  ['more than was lost', () => ({ lostTo: lostTo + 9 }), ['declaration-wrong', ...LOST]],
  ['a loss from an earlier position than it stands at', () => ({ after: after - 4 }), ['declaration-wrong', ...LOST]],
  ['a loss from a later position than it stands at', () => ({ after: after + 4 }), ['declaration-wrong', ...LOST]],
  ['a loss by another checkpoint of the same size', () => ({ checkpoint: '00'.repeat(32) }), LOST],
  ['a loss by no checkpoint, and an extent all the same', () => ({ checkpoint: null }), ['declaration-wrong', ...LOST]],
  ['an unknown extent, while somebody kept a checkpoint', () => ({ checkpoint: null, lostTo: null }), LOST],
  ['an extent that is no number', () => ({ lostTo: `${lostTo}` }), ['declaration-wrong', ...LOST]],
])('a declaration is refused of %s', async (_what, change, found) => {
  const said = await bothSay(declaring(declared!, change()), first);
  expect(said.found.filter((code) => code !== 'epoch-undeclared')).toEqual(found);
});

it('a declaration that begins no later epoch is refused', async () => {
  expect((await bothSay(declaring(declared!, { epoch: 1 }), first)).found).toContain('declaration-wrong');
});

it('a declaration as far as an earlier checkpoint does not cover a later one, nor does the next declaration', async () => {
  const short = { lostTo: sizeOf(first[4]!), checkpoint: nameOf(first[4]!) };
  expect(short.lostTo).toBeLessThan(lostTo);
  expect(await bothSay(declaring(declared!, short), [first[4]!])).toEqual({ sound: true, found: [] });
  expect(await bothSay(declaring(declared!, short), [first.at(-1)!])).toEqual({ sound: false, found: LOST });
  expect(afterSecond < lostTo && lostTo < lostToSecond).toBe(true);
  expect(await bothSay(declaring(twice!, short), [first.at(-1)!])).toEqual({ sound: false, found: LOST });
});

it('a second loss within a declared epoch is refused', async () => {
  const cut = { ...declared!, events: declared!.events.slice(0, afterSecond), checkpoints: declared!.checkpoints.filter((note) => sizeOf(note) <= afterSecond) };
  expect(await bothSay(cut, first)).toEqual({ sound: true, found: [] });
  expect(await bothSay(cut, [...first, ...second])).toEqual({ sound: false, found: ['outside-not-recorded', 'record-behind-checkpoint'] });
  const grown = forged({ ...twice!, events: twice!.events.filter(({ position }) => position !== afterSecond + 1) }, (event) => event);
  expect(await bothSay(grown, second)).toEqual({ sound: false, found: LOST });
});

it('what was rewritten under a declared epoch is refused', async () => {
  const before = forged(declared!, (event) => (event.position === 3 ? { ...event, meta: event.meta.replace('T04:', 'T05:') } : event));
  expect(await bothSay(before, first)).toEqual({ sound: false, found: ['outside-root-differs'] });
  const within = forged(declared!, (event) => (event.position === after + 3 ? { ...event, meta: event.meta.replace('T04:', 'T05:') } : event));
  expect(await bothSay(within, first)).toEqual({ sound: true, found: [] });
  expect(await bothSay(within, second)).toEqual({ sound: false, found: LOST });
});

it('an epoch that the checkpoints name and the record does not declare is refused', async () => {
  const events = rechained(declared!.events.filter(({ streamId }) => streamId !== 'epoch'));
  const unnamed = resealed(declared!, events, sizesOf(declared!), privateKey);
  const checkpoints = resealed(declared!, rechained(declared!.events), sizesOf(declared!), privateKey).checkpoints;
  expect((await bothSay({ ...unnamed, checkpoints }, [])).found).toEqual(['epoch-undeclared', 'record-behind-checkpoint', 'root-differs']);
});
