import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { events } from '#wire';
import { z } from 'zod';

/** The folder of the kept shapes, from the root of the repository. */
const FOLDER = join('libs', 'wire', 'events');

/** JSON Schema, as far as the events' schemas need it. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | false;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** One kept file: `IssueReported.v1.json`. */
export interface Kept<T> {
  readonly file: string;
  readonly content: T;
}

/** Everything that a schema says of its data, as it is written down in `shapes/`. */
export function shapeOf(schema: z.ZodType): Shape {
  const { $schema: _dialect, ...shape } = z.toJSONSchema(schema);
  return shape as Shape;
}

export function kept<T>(kind: 'fixtures' | 'shapes'): readonly Kept<T>[] {
  return readdirSync(join(FOLDER, kind)).sort().map((file) => ({ file, content: JSON.parse(readFileSync(join(FOLDER, kind, file), 'utf8')) as T }));
}

export function keptPath(kind: 'fixtures' | 'shapes', file: string): string {
  return join(FOLDER, kind, file);
}

/** The file of each shape of each event that was ever written, by the versions that the upcasters know. */
export function filesOfEveryShape(): readonly string[] {
  return events.EVENT_TYPES.flatMap((type) => Array.from({ length: events.currentSchema(type) }, (_, index) => fileOf(type, index + 1))).sort();
}

export function fileOf(type: string, version: number): string {
  return `${type}.v${version}.json`;
}

const STRINGS = ['2026-10-12T01:00:00.000Z', '2026-10-12', 'code', '1'];

/** Data that fits a shape and says all that it allows: every key, an item in every list, the value where null would do. */
export function exampleOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return exampleOf(choices[0]!);
  switch ([shape.type].flat()[0]) {
    case 'object': return exampleObject(shape);
    case 'array': return [exampleOf(shape.items!)];
    case 'string': return exampleText(shape);
    case 'boolean': return true;
    case 'integer': case 'number': return 1;
    default: throw new Error(`no example of ${JSON.stringify(shape)}`);
  }
}

function exampleText({ pattern }: Shape): string {
  const found = pattern === undefined ? 'code' : STRINGS.find((text) => new RegExp(pattern).test(text));
  if (found === undefined) throw new Error(`no example of a text like ${pattern}: add one to STRINGS`);
  return found;
}

function exampleObject({ properties = {}, propertyNames, additionalProperties }: Shape): unknown {
  const named = Object.entries(properties).map(([key, part]) => [key, exampleOf(part)]);
  const others = additionalProperties ? (propertyNames?.enum ?? ['code']).map((key) => [key, exampleOf(additionalProperties)]) : [];
  return Object.fromEntries([...named, ...others]);
}

/** Where data has keys: `reporter.name`, `evidence[].text`. */
export function keysOf(data: unknown, path = ''): readonly string[] {
  if (Array.isArray(data)) return [...new Set(data.flatMap((item) => keysOf(item, `${path}[]`)))].sort();
  if (typeof data !== 'object' || data === null) return [path];
  return Object.entries(data).flatMap(([key, value]) => [`${path}.${key}`, ...keysOf(value, `${path}.${key}`)]).filter((one, index, all) => all.indexOf(one) === index).sort();
}
