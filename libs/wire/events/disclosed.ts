import type { DomainEvent } from '#kernel';

/** What stands in place of an identity that is not shown. */
export const WITHHELD = '[withheld]';

/** What is left of a person's text when the person's key was destroyed. */
export const ERASED = '[erased]';

/** What is left of a person's text when the person's key was lost, and nobody erased anything. */
export const KEY_LOST = '[key lost]';

/** What a reader is shown beside what happened: nothing of who is meant, or who brought the matter, for a purpose that is on record. */
export type Disclosure = 'nothing' | 'reporter';

/** Who a person is, by the key of the event's data: who brought a matter, and who lives in a household. */
const IDENTITIES: ReadonlySet<string> = new Set(['reporter', 'residents']);

/** An event as it may leave. Those who live in a household are in no history, whatever it is read for; nor is a reporter whose identity is sealed. */
export function disclosed<E extends DomainEvent>(event: E, to: Disclosure): E {
  const data = event.data as Readonly<Record<string, unknown>>;
  const isShown = (key: string) => !IDENTITIES.has(key) || (key === 'reporter' && to === 'reporter' && data['sealedIdentity'] !== true);
  return { ...event, data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, isShown(key) ? value : withheld(value)])) as E['data'] };
}

/** For JSON.stringify: the marker in the reader's word for it. */
export function withheldAs(word: string): (key: string, value: unknown) => unknown {
  return (_, value) => (value === WITHHELD ? word : value);
}

/** The same shape with the marker for every text, so that it still shows what there is. */
function withheld(value: unknown): unknown {
  if (typeof value === 'string') return WITHHELD;
  if (Array.isArray(value)) return value.map(withheld);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withheld(part)]));
}
