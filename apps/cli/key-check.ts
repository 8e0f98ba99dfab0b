import type { Finding } from '#audit';
import type { RecordedEvent } from '#event-store';
import { keyIdOf, personalTextsOf, type KeyState } from '#privacy';

/** Where a key first sealed a text of a person. */
interface Use {
  readonly key: string;
  readonly person: string;
  readonly event: RecordedEvent;
}

/**
 * The keys that the record's texts name, held against those that there are: each must be there, or have been destroyed by an
 * erasure that is on record behind the text. Give it every page in order.
 */
export class KeyCheck {
  private readonly lost = new Map<string, Finding>();
  /** By key. */
  private readonly destroyed = new Map<string, Use[]>();
  /** By person: where the last erasure of theirs is. */
  private readonly erased = new Map<string, number>();

  constructor(private readonly states: (keys: readonly string[]) => Promise<ReadonlyMap<string, KeyState>>) {}

  async check(page: readonly RecordedEvent[]): Promise<void> {
    for (const { type, data, position } of page) if (type === 'PersonErased') for (const person of personsIn(data)) this.erased.set(person, position);
    const uses = page.flatMap(usesIn);
    const keys = [...new Set(uses.map(({ key }) => key))];
    if (keys.length === 0) return;
    const states = await this.states(keys);
    for (const use of uses) this.take(use, states.get(use.key)!);
  }

  finish(): readonly Finding[] {
    const unrecorded = [...this.destroyed.values()].filter((uses) => !uses.some(({ person, event }) => (this.erased.get(person) ?? 0) > event.position));
    return [...this.lost.values(), ...unrecorded.map(([first]) => found('erasure-unrecorded', first!))];
  }

  private take(use: Use, state: KeyState): void {
    const { key, person } = use;
    if (state === 'lost' && !this.lost.has(key)) this.lost.set(key, found('person-key-lost', use));
    if (state !== 'destroyed') return;
    const known = this.destroyed.get(key) ?? [];
    if (!known.some((one) => one.person === person)) this.destroyed.set(key, [...known, use]);
  }
}

function usesIn(event: RecordedEvent): readonly Use[] {
  return personalTextsOf(event).flatMap(({ person, text }) => {
    const key = keyIdOf(text);
    return key === undefined ? [] : [{ key, person, event }];
  });
}

/** Of an erasure whose event may have been altered. */
function personsIn(data: unknown): readonly string[] {
  const { persons } = (data ?? {}) as { readonly persons?: unknown };
  return Array.isArray(persons) ? persons.filter((person) => typeof person === 'string') : [];
}

function found(code: Finding['code'], { key, event: { position, streamId, revision } }: Use): Finding {
  return { code, position, streamId, revision, params: { key } };
}
