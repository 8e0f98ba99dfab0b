import { z } from 'zod';
import { exampleOf, fileOf, filesOfEveryShape, kept, keysOf, shapeOf, type Shape } from '../../testing/event-shapes.js';
import { currentSchema, decodeEvent, encodeEvent, EVENT_TYPES, schemaOf, type EncodedEvent } from './index.js';
import { actor } from './parts.js';

const fixtures = kept<EncodedEvent>('fixtures');
const shapes = kept<Shape>('shapes');
const shape = (file: string): Shape => shapes.find((one) => one.file === file)!.content;

describe('what was ever written', () => {
  it('has a shape and a fixture on file for each version of each event, and no other', () => {
    // Red for a new event or a new version: `npm run shapes` writes down what is missing, and nothing else.
    expect(fixtures.map(({ file }) => file)).toEqual(filesOfEveryShape());
    expect(shapes.map(({ file }) => file).filter((file) => file !== 'actor.json')).toEqual(filesOfEveryShape());
    expect(fixtures.map(({ file }) => file)).toEqual(fixtures.map(({ content: { type, schema } }) => fileOf(type, schema)));
  });

  it.each(EVENT_TYPES)('%s has the shape that is on file for its version', (type) => {
    // Red after a change of the schema: raise the version by an upcaster, then run `npm run shapes`. The old files stay.
    expect(shapeOf(schemaOf(type))).toEqual(shape(fileOf(type, currentSchema(type))));
  });

  it('was done by actors of the shape on file', () => {
    // Who did something has no version of its own: every event ever written must go on to fit.
    expect(shapeOf(actor)).toEqual(shape('actor.json'));
  });

  it.each(fixtures.map(({ file, content }) => [file, content] as const))('%s fits the shape of its time', (file, { data }) => {
    expect(z.fromJSONSchema(shape(file) as z.core.JSONSchema.JSONSchema).safeParse(data).error?.issues).toBeUndefined();
  });

  it.each(EVENT_TYPES)('%s of today says in its fixture everything that its shape allows', (type) => {
    const file = fileOf(type, currentSchema(type));
    const { data } = fixtures.find((one) => one.file === file)!.content;
    expect(keysOf(data)).toEqual(keysOf(exampleOf(shape(file))));
  });

  it.each(fixtures.map(({ file, content }) => [file, content] as const))('%s is read as what is written today, without a change of what it said', (_file, recorded) => {
    const event = decodeEvent(recorded);
    expect(encodeEvent(event).schema).toBe(currentSchema(recorded.type));
    expect(event.data).toMatchObject(recorded.data as object);
  });
});

describe('an example of a shape', () => {
  const schema = z.strictObject({
    code: z.string(), on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), kind: z.enum(['one', 'two']).nullable(), known: z.boolean().nullable(), often: z.int(),
    parts: z.array(z.strictObject({ text: z.string().exactOptional() })), by: z.record(z.enum(['a', 'b']), z.literal(3)), of: z.union([z.boolean(), z.string()]),
  });

  it('says every key and fits', () => {
    const example = exampleOf(shapeOf(schema));
    expect(schema.parse(example)).toEqual({ code: 'code', on: '2026-10-12', kind: 'one', known: true, often: 1, parts: [{ text: 'code' }], by: { a: 3, b: 3 }, of: true });
    expect(keysOf(example)).toEqual(['.by', '.by.a', '.by.b', '.code', '.kind', '.known', '.of', '.often', '.on', '.parts', '.parts[].text']);
  });

  it('is refused where none is known', () => {
    expect(() => exampleOf(shapeOf(z.strictObject({ code: z.string().regex(/^#{9}$/) })))).toThrow('STRINGS');
    expect(() => exampleOf({ type: 'null' })).toThrow('no example');
  });

  it.each<[string, z.ZodType]>([
    ['a key more', schema.extend({ more: z.boolean().exactOptional() })], ['a key less', schema.omit({ of: true })], ['another value', schema.extend({ kind: z.enum(['one', 'two', 'three']).nullable() })],
    ['a key that may be missing', schema.partial({ code: true })], ['another form', schema.extend({ on: z.string() })],
  ])('and the shape itself are another for %s', (_what, changed) => {
    expect(shapeOf(changed)).not.toEqual(shapeOf(schema));
  });
});
