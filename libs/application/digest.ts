import { hash } from 'node:crypto';
import type { AnyCommand } from './commands.js';

/** 64 hex digits that tell texts apart. An installation keys it: what a digest is of cannot be guessed from the record then. */
export type Digest = (text: string) => string;

const sha256: Digest = (text) => hash('sha256', text, 'hex');

/**
 * The digest of what a command asks for: type, actor and data in canonical JSON, without its id and moment.
 * A moment in the data that was taken over from the command's own (a report heard "now") is left out like it, for it
 * is another on each retry.
 */
export function digestOf({ type, by, at, data }: AnyCommand, digest: Digest = sha256): string {
  const asked = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== at));
  return digest(canonicalJson({ type, by, data: asked }));
}

/** JSON with keys in the order of their UTF-16 units and without undefined members. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
