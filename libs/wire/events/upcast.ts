import { Fault } from '#kernel';
import { rulebookWithEveryFigure } from './rulebook-upcast.js';

/** Turns data of one schema version into the next: `upcasters[type][n]` takes version n to n + 1. */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, (data: never) => unknown>>>>;

/** Every shape that was ever written is on file in shapes/ and, as an example, in fixtures/: `<type>.v<version>.json`. `npm run shapes` adds those of a new version. */
export const UPCASTERS: Upcasters = {
  // What came with the second shape may be left out: a sealed identity, and whom the matter complains of.
  IssueReported: { 1: (data: object) => data },
  // The second shape may say where a matter goes back to that was closed without an answer.
  IssueReopened: { 1: (data: object) => data },
  RulebookAdopted: { 1: rulebookWithEveryFigure },
};

const CURRENT: ReadonlyMap<string, number> = new Map(Object.keys(UPCASTERS).map((type) => [type, newest(UPCASTERS[type])]));

/** The version that is written today: one more than the newest that has an upcaster. */
export function currentSchema(type: string, upcasters: Upcasters = UPCASTERS): number {
  return upcasters === UPCASTERS ? (CURRENT.get(type) ?? 1) : newest(upcasters[type]);
}

function newest(upcasters: Upcasters[string] = {}): number {
  return 1 + Math.max(0, ...Object.keys(upcasters).map(Number));
}

/** Data of any version ever written as data of today's. Faults: `event-schema-newer`, `event-schema-unknown`. */
export function upcast(type: string, schema: number, data: unknown, upcasters: Upcasters = UPCASTERS): unknown {
  const current = currentSchema(type, upcasters);
  if (schema === current) return data;
  if (schema > current) throw new Fault('event-schema-newer', { params: { type, schema, current }, tryNext: 'read this log with the version of the product that wrote it, or a later one' });
  let newer = data;
  for (let version = schema; version < current; version += 1) {
    const step = upcasters[type]?.[version] as ((data: unknown) => unknown) | undefined;
    if (!step) throw new Fault('event-schema-unknown', { params: { type, schema: version }, tryNext: 'add the missing upcaster' });
    newer = step(newer);
  }
  return newer;
}
