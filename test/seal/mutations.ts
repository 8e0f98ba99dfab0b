import type { KeyObject } from 'node:crypto';
import type { StoredEvent } from '#event-store';
import { parseCheckpoint } from '../../libs/seal/checkpoint.js';
import { noteOf, parseNote, signatureLine } from '../../libs/seal/note.js';
import { rechained, resealed, type Exported } from './campaign.js';

/** Where an edit has to be located: by the event itself. */
export type Spot = Pick<StoredEvent, 'position' | 'streamId' | 'revision'>;

export interface Mutated {
  readonly record: Exported;
  readonly what: string;
  readonly edited?: Spot;
}

/** A whole number below the bound; the same series for the same seed. */
export type Chance = (below: number) => number;

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutation = (record: Exported, chance: Chance, key: KeyObject) => Mutated;

/** Each way somebody could falsify a record; those that sign anew have the installation's own key. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  edit(record, chance) {
    const index = chance(record.events.length);
    const event = record.events[index]!;
    const { position, streamId, revision } = event;
    const fields = ['data', 'meta', 'type', 'schema', 'eventId', 'hash'] as const;
    const field = fields[chance(fields.length)]!;
    return { record: replaced(record, index, edited(event, field, chance)), what: `${field} of position ${position}`, edited: { position, streamId, revision } };
  },

  delete(record, chance) {
    const index = chance(record.events.length - 1);
    const left = record.events.filter((_, place) => place !== index);
    const renumbered = chance(2) === 0;
    return { record: { ...record, events: renumbered ? left.map((event, place) => ({ ...event, position: place + 1 })) : left }, what: `position ${index + 1}${renumbered ? ', renumbered' : ''}` };
  },

  swap(record, chance) {
    const [one, other] = twoOf(record.events.length, chance);
    const events = [...record.events];
    [events[one], events[other]] = [{ ...events[other]!, position: one + 1 }, { ...events[one]!, position: other + 1 }];
    return { record: { ...record, events }, what: `positions ${one + 1} and ${other + 1}` };
  },

  'swap of streams'(record, chance) {
    const places = record.events.flatMap(({ streamId }, place) => (place > 0 && record.events[place - 1]!.streamId !== streamId ? [place] : []));
    const place = places[chance(places.length)]!;
    const events = [...record.events];
    [events[place - 1], events[place]] = [{ ...events[place]!, position: place }, { ...events[place - 1]!, position: place + 1 }];
    return { record: { ...record, events }, what: `positions ${place} and ${place + 1}, each stream in its own order` };
  },

  repeat(record, chance) {
    const index = chance(record.events.length);
    return { record: { ...record, events: [...record.events.slice(0, index), record.events[index]!, ...record.events.slice(index)] }, what: `position ${index + 1}` };
  },

  checkpoints(record, chance) {
    const [one, other] = twoOf(record.checkpoints.length, chance);
    const notes = [...record.checkpoints];
    const ways: readonly (() => readonly string[])[] = [
      () => notes.map((note, index) => (index === one ? notes[other]! : index === other ? notes[one]! : note)),
      () => notes.flatMap((note, index) => (index === one ? [note, note] : [note])),
      () => notes.filter((_, index) => index !== one),
      () => notes.map((note, index) => (index === one ? turned(note, digitsIn(note), chance) : note)),
    ];
    const way = chance(ways.length);
    return { record: { ...record, checkpoints: ways[way]!() }, what: `${['places changed', 'twice', 'gone', 'a digit'][way]}: ${one + 1}${way === 0 ? ` and ${other + 1}` : ''}` };
  },

  keys(record, chance, key) {
    const [first, second] = [record.keys[0]!, record.keys[1]!];
    const text = parseNote(second).text;
    const own = noteOf(text, signatureLine(text, record.origin, key));
    const ways: readonly (readonly string[])[] = [[second, first], [second], [first], [first, own], [first, turned(second, digitsIn(second), chance)], [first, second, second]];
    const way = chance(ways.length);
    return { record: { ...record, keys: ways[way]! }, what: ['places changed', 'the first gone', 'the second gone', 'not signed over', 'a digit', 'twice'][way]! };
  },

  insert(record, chance) {
    const index = chance(record.events.length);
    const forged = edited(record.events[chance(record.events.length)]!, 'data', chance);
    const events = [...record.events.slice(0, index), forged, ...record.events.slice(index)];
    const clever = chance(2) === 0;
    return { record: { ...record, events: clever ? rechained(events) : events.map((event, place) => ({ ...event, position: place + 1 })) }, what: `before position ${index + 1}${clever ? ', chained anew' : ''}` };
  },

  truncate(record, chance) {
    const left = chance(record.events.length - 1) + 1;
    const cleaned = chance(2) === 0;
    return { record: { ...record, events: record.events.slice(0, left), checkpoints: cleaned ? coveredBy(record, left) : record.checkpoints }, what: `behind position ${left}${cleaned ? ', checkpoints too' : ''}` };
  },

  fork(record, chance, key) {
    const at = chance(record.events.length - 1) + 1;
    const other = record.events.slice(at).map((event) => edited(event, 'data', chance));
    // As long as the true one, or longer.
    const longer = [...record.events.slice(0, at), ...other, ...other.slice(0, chance(3))];
    return { record: resealed(record, rechained(longer), sizesOf(record), key), what: `from position ${at + 1}` };
  },

  rewrite(record, chance, key) {
    const index = chance(record.events.length);
    const events = rechained(record.events.map((event, place) => (place === index ? edited(event, 'data', chance) : event)));
    return { record: resealed(record, events, sizesOf(record), key), what: `position ${index + 1}, every hash and checkpoint anew` };
  },

  'old backup'(record, chance, key) {
    const sizes = sizesOf(record);
    const size = sizes[chance(sizes.length - 1)]!;
    const old = { ...record, events: record.events.slice(0, size), checkpoints: coveredBy(record, size) };
    if (chance(2) === 0) return { record: old, what: `of ${size} events` };
    const since = rechained([...old.events, ...record.events.slice(size).map((event) => edited(event, 'data', chance))]);
    return { record: resealed(record, since, sizes, key), what: `of ${size} events, gone on with` };
  },
};

export function sizesOf({ checkpoints }: Exported): readonly number[] {
  return checkpoints.map((note) => parseCheckpoint(parseNote(note).text).size);
}

function coveredBy(record: Exported, size: number): readonly string[] {
  return record.checkpoints.slice(0, sizesOf(record).filter((each) => each <= size).length);
}

function replaced(record: Exported, index: number, event: StoredEvent): Exported {
  return { ...record, events: record.events.map((each, place) => (place === index ? event : each)) };
}

function edited(event: StoredEvent, field: 'data' | 'meta' | 'type' | 'schema' | 'eventId' | 'hash', chance: Chance): StoredEvent {
  switch (field) {
    case 'schema': return { ...event, schema: event.schema + 1 };
    case 'type': return { ...event, type: `${event.type}X` };
    case 'eventId': return { ...event, eventId: turned(event.eventId, [...event.eventId.matchAll(/[0-9a-f]/g)].map(({ index }) => index), chance) };
    case 'hash': return { ...event, hash: turned(event.hash, [...event.hash].map((_, index) => index), chance) };
    // One digit, so that what is there still reads as an event.
    case 'meta': return { ...event, meta: turned(event.meta, digitsIn(event.meta), chance) };
    case 'data': return { ...event, data: digitsIn(event.data).length > 0 ? turned(event.data, digitsIn(event.data), chance) : event.data.replace(/\}$/, ',"note":"x"}').replace('{,', '{') };
  }
}

function digitsIn(text: string): readonly number[] {
  return [...text.matchAll(/\d/g)].map(({ index }) => index);
}

/** Another digit in one of these places. */
function turned(text: string, places: readonly number[], chance: Chance): string {
  const place = places[chance(places.length)]!;
  const digit = (parseInt(text[place]!, 16) + 1 + chance(8)) % (/\d/.test(text[place]!) ? 10 : 16);
  return `${text.slice(0, place)}${digit.toString(16)}${text.slice(place + 1)}`;
}

function twoOf(count: number, chance: Chance): readonly [number, number] {
  const one = chance(count);
  const other = (one + 1 + chance(count - 1)) % count;
  return [one, other];
}
