import { readFileSync } from 'node:fs';
import { findWrongInRulebook, NOTICE } from '#domain';
import { Fault, type DomainEvent } from '#kernel';
import { z } from 'zod';
import { shapeOf, type Shape } from '../../testing/event-shapes.js';
import { EVENT_TYPES, currentSchema, decodeEvent, encodeEvent, personalPaths, schemaOf, upcast, type EncodedEvent } from './index.js';
import { personal, personalPathsOf } from './personal.js';

const by = { kind: 'cadre', cadre: 'c1', post: 'p1', unit: 'u1', role: 'dispatcher' } as const;
const at = '2025-03-03T02:00:00.000Z';
const reported: DomainEvent = {
  type: 'IssueReported', at, by,
  data: { issueId: 'i1', number: '20250303-00000', channel: 'visit', title: '漏水', text: '三樓漏水', area: 'c1', level: 'community', reporter: { name: '王' }, heardAt: at },
};

describe('the event codec', () => {
  it('gives back what it was given', () => {
    expect(decodeEvent(encodeEvent(reported))).toEqual(reported);
    const adopted: DomainEvent = { type: 'RulebookAdopted', at, by: { kind: 'operator', operator: 'root' }, data: NOTICE };
    expect(decodeEvent(JSON.parse(JSON.stringify(encodeEvent(adopted))))).toEqual(adopted);
  });

  it.each([
    ['a key nobody knows', { ...reported, data: { ...(reported.data as object), colour: 'red' } }, 'event-malformed'],
    ['a missing key', { ...reported, data: { issueId: 'i1' } }, 'event-malformed'],
    ['a key without a value', { ...reported, data: { ...(reported.data as object), household: undefined } }, 'event-malformed'],
    ['a moment that is no instant', { ...reported, at: '2025-03-03 10:00' }, 'event-malformed'],
    ['an actor with a name', { ...reported, by: { ...by, name: '李' } }, 'event-malformed'],
    ['a type nobody knows', { ...reported, type: 'IssueForgotten' }, 'event-type-unknown'],
    ['a type that is a key of every object', { ...reported, type: 'constructor' }, 'event-type-unknown'],
  ])('does not write an event with %s', (_what, event, code) => {
    expect(() => encodeEvent(event as DomainEvent)).toThrow(expect.objectContaining({ code }));
  });

  it('names the place of a mistake and never the value', () => {
    const event = { ...reported, data: { ...(reported.data as object), reporter: { name: 13912345678 } } };
    const fault = catchFault(() => encodeEvent(event));
    expect(fault.params).toEqual({ type: 'IssueReported', path: 'reporter.name', problem: 'invalid_type' });
    expect(fault.message).not.toContain('13912345678');
  });

  it('does not read what a later version of the product wrote', () => {
    expect(() => decodeEvent({ ...encodeEvent(reported), schema: 99 })).toThrow(expect.objectContaining({ code: 'event-schema-newer' }));
    expect(() => decodeEvent({ ...encodeEvent(reported), type: 'IssueForgotten' })).toThrow(expect.objectContaining({ code: 'event-type-unknown' }));
  });
});

describe('upcasting', () => {
  const upcasters = {
    FixtureMoved: {
      1: ({ street }: { street: string }) => ({ address: street }),
      2: ({ address }: { address: string }) => ({ address, unit: 'unknown' }),
    },
  };

  it('takes data of every old version through each step to the newest', () => {
    expect(currentSchema('FixtureMoved', upcasters)).toBe(3);
    expect(upcast('FixtureMoved', 1, { street: 'x' }, upcasters)).toEqual({ address: 'x', unit: 'unknown' });
    expect(upcast('FixtureMoved', 2, { address: 'x' }, upcasters)).toEqual({ address: 'x', unit: 'unknown' });
  });

  it('leaves the newest version as it is', () => {
    const data = { address: 'x', unit: 'u' };
    expect(upcast('FixtureMoved', 3, data, upcasters)).toBe(data);
  });

  it('does not guess over a missing step', () => {
    expect(() => upcast('FixtureMoved', 0, {}, upcasters)).toThrow(expect.objectContaining({ code: 'event-schema-unknown' }));
    expect(() => upcast('FixtureMoved', 4, {}, upcasters)).toThrow(expect.objectContaining({ code: 'event-schema-newer' }));
  });

  it('gives a rulebook of the first shape the figures that it did not name, and says that it did not', () => {
    const recorded = JSON.parse(readFileSync('libs/wire/events/fixtures/RulebookAdopted.v1.json', 'utf8')) as EncodedEvent;
    const { data } = decodeEvent(recorded) as { data: typeof NOTICE };
    expect(findWrongInRulebook(data)).toBeUndefined();
    expect(data.calendar).toEqual({ value: 'cn-2026.1', source: expect.stringContaining('not written down in this version') });
    expect(data.sign).toEqual(NOTICE.sign);
  });
});

describe('personalPaths', () => {
  it('finds personal text at any depth', () => {
    expect(personalPaths('IssueReported')).toEqual(['title', 'text', 'reporter.name', 'reporter.phone', 'reporter.address', 'reporter.onBehalfOf']);
    expect(personalPaths('IssueResolved')).toEqual(['summary', 'evidence[].text']);
    expect(personalPaths('HouseholdRegistered')).toEqual(['address', 'residents[].name', 'residents[].phone']);
  });

  it('marks all free text of every event, but what is about no person', () => {
    const unmarked = EVENT_TYPES.flatMap((type) => unmarkedTexts(schemaOf(type), type, personalPaths(type)));
    expect(unmarked.filter((path) => !ABOUT_NO_PERSON.some((known) => known.test(path)))).toEqual([]);
    for (const known of ABOUT_NO_PERSON) expect(unmarked).toContainEqual(expect.stringMatching(known));
  });

  it('misses no text that somebody forgot to mark, wherever it stands', () => {
    const text = z.string();
    const schema = z.strictObject({
      note: text, code: z.string().max(200), day: z.string().regex(/^\d{4}$/), told: personal(z.string()),
      parts: z.array(z.strictObject({ text: text.max(1_000).exactOptional(), name: text.nullable() })), by: z.record(z.enum(['a']), text), of: z.union([z.boolean(), z.strictObject({ why: text })]),
    });
    expect(unmarkedTexts(schema, 'X', personalPathsOf(schema))).toEqual(['X.note', 'X.parts[].text', 'X.parts[].name', 'X.by[]', 'X.of.why']);
  });

  it('finds none where there are codes alone', () => {
    expect(personalPaths('DeadlineSet')).toEqual([]);
    expect(personalPaths('UnitRegistered')).toEqual([]);
  });
});

/** Read for ever and about no person: what offices are called, and why rules and the record itself are as they are. */
const ABOUT_NO_PERSON = [
  /^Unit(Registered|Renamed)\.name$/, /^Rulebook(Adopted|Proposed\.rules)\.\w+\.source$/, /^Rulebook(Proposed|ProposalWithdrawn)\.reason$/, /^(ReadModelEventSkipped|EpochBegun)\.reason$/,
];

/** Where a shape takes text that is longer than a code and of no fixed form, and is not marked. */
function unmarkedTexts(schema: z.ZodType, name: string, marked: readonly string[]): readonly string[] {
  const walk = (shape: Shape & { readonly maxLength?: number }, path: string): readonly string[] => {
    const choices = [...shape.anyOf ?? [], ...shape.oneOf ?? []].flatMap((one) => walk(one, path));
    const inside = Object.entries(shape.properties ?? {}).flatMap(([key, part]) => walk(part, `${path}.${key}`));
    const each = [shape.items, shape.additionalProperties].flatMap((part) => (part ? walk(part, `${path}[]`) : []));
    const isFree = [shape.type].flat().includes('string') && !shape.enum && shape.const === undefined && shape.pattern === undefined && !((shape.maxLength ?? Infinity) <= LONGEST_CODE);
    return [...choices, ...inside, ...each, ...(isFree && !marked.includes(path.slice(name.length + 1)) ? [path] : [])];
  };
  return walk(shapeOf(schema), name);
}

const LONGEST_CODE = 200;

function catchFault(act: () => unknown): Fault {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error('expected a Fault');
}
