import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.js';

export const BODY_LIMIT = 1024 * 1024;
const MAX_DEPTH = 16;
const MAX_VALUES = 5_000;

/** What is wrong with a JSON text that a parser would let pass: the code of a problem, or null. */
export type JsonFlaw = 'json-duplicate-key' | 'json-forbidden-key' | 'json-too-deep' | 'json-too-many-values' | null;

/** Keeps nothing between two bodies. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Looks over a JSON text before it is parsed. JSON.parse keeps the last of two equal keys, so that two readers of one
 * body could see two different commands. The text need not be well-formed; that is the parser's to say.
 */
export function flawOf(text: string): JsonFlaw {
  const open: (Set<string> | null)[] = [];
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i];
    if (mark === '"') {
      const end = endOfString(text, i);
      const flaw = keyFlaw(text, i, end, open.at(-1) ?? null);
      if (flaw) return flaw;
      i = end;
    } else if (mark === '{' || mark === '[') {
      if (open.push(mark === '{' ? new Set() : null) > MAX_DEPTH) return 'json-too-deep';
    } else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ',' && ++values > MAX_VALUES) return 'json-too-many-values';
  }
  return null;
}

/** Index of the closing quote, or the text's last index when there is none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length - 1;
}

function keyFlaw(text: string, start: number, end: number, keys: Set<string> | null): JsonFlaw {
  if (!keys) return null;
  let next = end + 1;
  while (next < text.length && ' \t\r\n'.includes(text[next]!)) next++;
  if (text[next] !== ':') return null;
  let key: string;
  try {
    key = JSON.parse(text.slice(start, end + 1)) as string;
  } catch {
    return null;
  }
  if (FORBIDDEN_KEYS.has(key)) return 'json-forbidden-key';
  if (keys.has(key)) return 'json-duplicate-key';
  keys.add(key);
  return null;
}

/** The value of a body's bytes; a HttpProblem 400 that names what is wrong. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch (cause) {
    throw new HttpProblem('json-malformed', { cause });
  }
  const flaw = flawOf(text);
  if (flaw) throw new HttpProblem(flaw);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new HttpProblem('json-malformed', { cause });
  }
}

function refuseOtherEncodings(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (encoding && encoding !== 'identity') throw new HttpProblem('unsupported-media-type');
  if (charset && !/^utf-?8$/i.test(charset)) throw new HttpProblem('unsupported-media-type');
}

/** JSON in UTF-8, not compressed, is the one kind of body taken. */
export function takeJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, body, done) => {
    try {
      refuseOtherEncodings(request);
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}
