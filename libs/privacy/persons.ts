import { events } from '#wire';

type Data = Readonly<Record<string, unknown>>;

/** One personal text of an event, and whose key it is sealed with. */
export interface PersonalText {
  readonly person: string;
  readonly text: string;
}

/** An event as far as its personal texts go. */
export interface Carrier {
  readonly streamId: string;
  readonly type: string;
  readonly data: unknown;
}

/**
 * The event's data with each personal text changed. Whose text it is follows from where it stands, by codes that are never
 * sealed: who brought an issue has that key for all that is written in it (`issue/<id>`), and one apart for an
 * identity that two people open (`identity/<id>`); each resident, household and cadre has one.
 */
export function withPersonalTexts({ streamId, type, data }: Carrier, change: (found: PersonalText) => string): unknown {
  if (!events.isEventType(type)) return data;
  return events.personalPaths(type).reduce<unknown>((whole, path) => rewritten(whole, path.split('.'), (text, within) => change({ person: personOf(streamId, path, whole as Data, within), text })), data);
}

export function personalTextsOf(carrier: Carrier): readonly PersonalText[] {
  const found: PersonalText[] = [];
  withPersonalTexts(carrier, (each) => {
    found.push(each);
    return each.text;
  });
  return found;
}

function personOf(streamId: string, path: string, data: Data, within: Data): string {
  if (path.startsWith('residents[].')) return `resident/${String(within['resident'])}`;
  if (path.startsWith('reporter.') && data['sealedIdentity'] === true) return streamId.replace(/^issue\//, 'identity/');
  return streamId;
}

function rewritten(value: unknown, [segment, ...rest]: readonly string[], change: (text: string, within: Data) => string, within: Data = {}): unknown {
  if (segment === undefined) return typeof value === 'string' ? change(value, within) : value;
  if (typeof value !== 'object' || value === null) return value;
  const data = value as Data;
  const key = segment.replace(/\[\]$/, '');
  const part = data[key];
  if (part === undefined || part === null) return value;
  const next = Array.isArray(part) ? part.map((item) => rewritten(item, rest, change, data)) : rewritten(part, rest, change, data);
  return { ...data, [key]: next };
}
