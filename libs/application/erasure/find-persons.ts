import { uuid5, type EventStore } from '#event-store';
import { keyIdOf, personalTextsOf, type Vault } from '#privacy';
import { streamOf } from '../streams.js';

const PAGE = 1_000;

/** Whose data are meant, by codes; who brought an issue is named by the issue's id. */
export interface NamedPersons {
  readonly issues?: readonly string[] | undefined;
  readonly residents?: readonly string[] | undefined;
  readonly households?: readonly string[] | undefined;
  readonly cadres?: readonly string[] | undefined;
}

/** What the record holds of one person. */
export interface PersonFound {
  readonly person: string;
  readonly texts: number;
}

/** What the record holds of some persons. */
export interface Found {
  /** Of each, in the order of `persons`. */
  readonly each: readonly PersonFound[];
  readonly persons: readonly string[];
  /** The keys that their texts were sealed with, in order. */
  readonly keys: readonly string[];
  readonly texts: number;
}

interface Reading {
  /** Not further than this position. */
  readonly to?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Who brought an issue is meant together with the identity that is sealed apart. */
export function personsNamed({ issues = [], residents = [], households = [], cadres = [] }: NamedPersons): readonly string[] {
  return [
    ...issues.flatMap((id) => [streamOf.issue(id), `identity/${id}`]), ...residents.map((code) => `resident/${code}`),
    ...households.map(streamOf.household), ...cadres.map(streamOf.cadre),
  ];
}

/** Reads the whole record, as it is kept: whose key is whose is written nowhere else. */
export async function findPersons(record: Pick<EventStore, 'readAll' | 'lastPosition'>, persons: readonly string[], { to, onProgress = () => undefined }: Reading = {}): Promise<Found> {
  const texts = new Map([...persons].sort().map((person) => [person, 0]));
  const keys = new Set<string>();
  const total = to ?? await record.lastPosition();
  for (let after = 0; after < total;) {
    const page = await record.readAll({ after, limit: Math.min(PAGE, total - after) });
    for (const { person, text } of page.flatMap(personalTextsOf)) {
      const [count, key] = [texts.get(person), keyIdOf(text)];
      if (count === undefined || key === undefined) continue;
      texts.set(person, count + 1);
      keys.add(key);
    }
    after = page.at(-1)?.position ?? total;
    onProgress(after, total);
  }
  const each = [...texts].map(([person, count]) => ({ person, texts: count }));
  return { each, persons: [...texts.keys()], keys: [...keys].sort(), texts: each.reduce((sum, found) => sum + found.texts, 0) };
}

/** How many of the keys are destroyed already, by whatever process. */
export async function destroyedOf({ keys }: Found, vault: Pick<Vault, 'states'>): Promise<number> {
  return [...(await vault.states(keys)).values()].filter((state) => state === 'destroyed').length;
}

/** The same persons with the same keys are the same erasure. */
export function erasureOf({ persons, keys }: Pick<Found, 'persons' | 'keys'>): string {
  return uuid5('erasure', ...persons, ...keys);
}
