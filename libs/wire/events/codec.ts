import { Fault, type Actor, type DomainEvent, type Instant } from '#kernel';
import { actor, instant } from './parts.js';
import { isEventType, schemaOf, type AnyEvent } from './schemas.js';
import { currentSchema, upcast } from './upcast.js';

/** An event as it is written: plain JSON under the version of its shape. */
export interface EncodedEvent {
  readonly type: string;
  readonly schema: number;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: unknown;
}

/** Checked against the schema of its type before it may be written. Faults: `event-type-unknown`, `event-malformed`. */
export function encodeEvent(event: DomainEvent): EncodedEvent {
  const { type, at, by, data } = event;
  if (!isEventType(type)) throw new Fault('event-type-unknown', { params: { type }, tryNext: 'give the event a schema in libs/wire/events' });
  const checks = [schemaOf(type).safeParse(data), actor.safeParse(by), instant.safeParse(at)];
  const issue = checks.flatMap((check) => check.error?.issues ?? [])[0];
  // Where and what is wrong, never the value: it may be about a person.
  if (issue) throw new Fault('event-malformed', { params: { type, path: issue.path.join('.'), problem: issue.code } });
  return { type, schema: currentSchema(type), at, by, data };
}

/** What was written, as today's shape. The log is trusted: it was checked on writing, and its hashes guard it since. */
export function decodeEvent(recorded: EncodedEvent): AnyEvent {
  const { type, schema, at, by, data } = recorded;
  if (!isEventType(type)) throw new Fault('event-type-unknown', { params: { type }, tryNext: 'read this log with the version of the product that wrote it, or a later one' });
  return { type, at, by, data: upcast(type, schema, data) } as AnyEvent;
}
