import type { RecordedEvent } from '#event-store';
import type { Actor, DomainEvent } from '#kernel';
import { disclosed, type api, type Disclosure } from '#wire';

/** What codes are called; a code without a name is its own name. */
export interface Names {
  unit(code: string): string;
  cadre(code: string): string;
}

export type Words = api.HistoryEntry['words'];

const UNIT_KEYS: ReadonlySet<string> = new Set(['unit', 'area', 'from', 'to', 'parent']);
const CADRE_KEYS: ReadonlySet<string> = new Set(['cadre', 'responsible', 'heardBy', 'complainedOf', 'asker']);

/**
 * One event of a history as everyone is shown it: on the screen, by the API and by the command line's replay. No event leaves by another
 * way, so who brought the matter is withheld here, unless a purpose to read it is on record.
 */
export function historyEntry(recorded: RecordedEvent, decoded: DomainEvent, names: Names, to: Disclosure = 'nothing'): api.HistoryEntry {
  const event = disclosed(decoded, to);
  const { position, revision, eventId, schema, recordedAt, command, ruleVersion, workflow, hash } = recorded;
  return {
    position, revision, eventId, type: event.type, schema, at: event.at, recordedAt,
    by: { ...event.by }, byName: nameOf(event.by, names), byUnitName: event.by.kind === 'cadre' ? names.unit(event.by.unit) : null,
    workflow: workflow ? { ...workflow } : null, commandType: command.type, commandId: command.id, ruleVersion, hash,
    words: wordsOf(event, names), data: event.data,
  };
}

/** What a search shows of an event: all but its data, which the replay of its issue tells. */
export function trailEntry(recorded: RecordedEvent, event: DomainEvent, names: Names, issue: api.TrailEntry['issue']): api.TrailEntry {
  const { data: _, ...entry } = historyEntry(recorded, event, names);
  return { ...entry, streamId: recorded.streamId, issue };
}

/** An event in plain words: a key of the message catalogue `events`, with everything the event says as its parameters. */
export function wordsOf(event: DomainEvent, names: Names): Words {
  return { code: event.type, params: { by: nameOf(event.by, names), ...flat(event.data, '', names) } };
}

/** Codes of the cadres whose names an event's words need. */
export function cadresIn(event: DomainEvent): readonly string[] {
  const named = Object.entries(event.data as object).flatMap(([key, value]) => (CADRE_KEYS.has(key) && typeof value === 'string' ? [value] : []));
  return event.by.kind === 'cadre' ? [event.by.cadre, ...named] : named;
}

/** Whoever is no cadre is called by a code of its own; the word for it is the reader's language's. */
export function nameOf(actor: Actor, names: Names): string {
  switch (actor.kind) {
    case 'cadre': return names.cadre(actor.cadre);
    case 'clock': return 'clock';
    case 'import': return actor.source;
    case 'operator': return actor.operator;
  }
}

/** `{ to: { unit, level } }` becomes `to` (the unit's name) and `toLevel`; lists are told by their length, what is null is left out. */
function flat(data: unknown, prefix: string, names: Names): Words['params'] {
  const params: Words['params'] = {};
  for (const [key, value] of Object.entries(data as object) as [string, unknown][]) {
    const name = prefix === '' ? key : prefix + key[0]!.toUpperCase() + key.slice(1);
    if (typeof value === 'string') params[name] = named(key, value, names);
    else if (typeof value === 'number') params[name] = value;
    else if (typeof value === 'boolean') params[name] = value ? 'yes' : 'no';
    else if (Array.isArray(value)) params[name] = value.length;
    else if (value !== null && value !== undefined) Object.assign(params, holder(value, name, names) ?? flat(value, name, names));
  }
  return params;
}

function holder(value: unknown, name: string, names: Names): Words['params'] | undefined {
  const { unit, level } = value as { unit?: unknown; level?: unknown };
  return typeof unit === 'string' && typeof level === 'string' ? { [name]: names.unit(unit), [`${name}Level`]: level } : undefined;
}

function named(key: string, value: string, names: Names): string {
  if (UNIT_KEYS.has(key)) return names.unit(value);
  return CADRE_KEYS.has(key) ? names.cadre(value) : value;
}
