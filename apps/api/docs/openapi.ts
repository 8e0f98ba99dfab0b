import { z } from 'zod';
import { api } from '#wire';
import type { DeclaredRoute } from '../http/declared-routes.js';
import type { Answer, OperationSpec } from '../http/operation.js';
import { PROBLEMS } from '../http/problems.js';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of these routes, made of the same declarations and schemas that serve them. */
export function openApiDocument(routes: readonly DeclaredRoute[], version: string, cookie: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { method, pattern, operation } of routes) {
    const path = pattern.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[method.toLowerCase()] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Minqing', version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ operation }) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...componentSchemas(), ProblemCode: { type: 'string', enum: Object.keys(PROBLEMS) } },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } },
    },
  };
}

const DESCRIPTION = [
  'Commands are given with an `Idempotency-Key`: the same key and body has the same answer for ever, however often it is sent.',
  'Queries take `Minqing-Position`, the `position` of a command\'s answer, and then show at least what that command did; each tells in that header the position it was read at.',
  'Everything but success is a problem document (RFC 9457) with a stable `code`; a refusal of the rules has its own code.',
].join(' ');

/** The named shapes of what leaves. What enters is written where it is taken. */
const names = z.registry<{ id: string }>();
for (const [name, value] of Object.entries(api)) {
  if (value instanceof z.ZodType) names.add(value, { id: name });
}

const reference = (name: string): string => `#/components/schemas/${name}`;

function componentSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(names, { uri: reference, io: 'output' });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

function operationObject(operation: OperationSpec): Json {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: accessSentence(operation),
    ...(operation.access === 'anyone' ? { security: [] } : { security: [{ session: [] }] }),
    parameters: parametersOf(operation),
    ...(operation.body && { requestBody: { required: true, content: { 'application/json': { schema: input(operation.body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(operation.answers).map(([status, answer]) => [status, responseOf(operation.waits ? { ...answer, headers: ['Minqing-Position', ...(answer.headers ?? [])] } : answer)])),
      default: { description: 'Anything else', content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } } },
    },
  };
}

function accessSentence({ access }: OperationSpec): string {
  if (access === 'anyone') return 'Open to anyone.';
  if (access === 'loopback') return 'Only for callers on the machine itself.';
  if (access === 'signed-in') return 'For every signed-in person.';
  if ('act' in access) return `For posts at the root that may \`${access.act}\`.`;
  return 'query' in access ? `For posts that may ask \`${access.query}\`.` : `For posts that may give \`${access.command}\` there.`;
}

function parametersOf(operation: OperationSpec): Json[] {
  const header = (name: string, required: boolean, description: string, schema: Json): Json => ({ name, in: 'header', required, description, schema });
  return [
    ...parts(operation.params, 'path'),
    ...parts(operation.query, 'query'),
    ...(operation.idempotent ? [header('Idempotency-Key', true, 'The caller\'s own name for this intention', { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' })] : []),
    ...(operation.waits ? [header('Minqing-Position', false, 'Wait until this position can be read', { type: 'integer', minimum: 0 })] : []),
  ];
}

function parts(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name, in: place, required: place === 'path' || !(part as z.ZodType).safeParse(undefined).success, schema: input(part as z.ZodType),
  }));
}

function responseOf({ description, schema, contentType, headers }: Answer): Json {
  return {
    description,
    ...(headers && { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) }),
    ...(schema && { content: { [contentType ?? 'application/json']: { schema: output(schema) } } }),
    ...(!schema && contentType && { content: { [contentType]: { schema: { type: 'string' } } } }),
  };
}

function output(schema: z.ZodType): Json {
  const known = names.get(schema);
  if (known) return { $ref: reference(known.id) };
  if (schema instanceof z.ZodArray) return { type: 'array', items: output(schema.element as z.ZodType) };
  return plain(z.toJSONSchema(schema, { io: 'output' }));
}

function input(schema: z.ZodType): Json {
  return plain(z.toJSONSchema(schema, { io: 'input' }));
}

function plain(schema: Json): Json {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return rest;
}
