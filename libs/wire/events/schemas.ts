import type { z } from 'zod';
import type { CadreEvent, EpochEvent, ErasureEvent, HouseholdEvent, IssueEvent, ReadModelEvent, RosterEvent, RulebookEvent, UnitEvent } from '#domain';
import { epochEvents } from './epoch.js';
import { erasureEvents } from './erasure.js';
import { issueEvents } from './issue.js';
import { cadreEvents, householdEvents, rosterEvents, unitEvents } from './people.js';
import { personalPathsOf } from './personal.js';
import { readModelEvents } from './read-model.js';
import { rulebookEvents } from './rulebook.js';

export type AnyEvent = IssueEvent | UnitEvent | CadreEvent | HouseholdEvent | RosterEvent | RulebookEvent | ReadModelEvent | ErasureEvent | EpochEvent;
export type EventType = AnyEvent['type'];

const SCHEMAS = { ...issueEvents, ...unitEvents, ...cadreEvents, ...householdEvents, ...rosterEvents, ...rulebookEvents, ...readModelEvents, ...erasureEvents, ...epochEvents } as const;

export const EVENT_TYPES = Object.keys(SCHEMAS) as EventType[];

export function schemaOf(type: EventType): z.ZodType {
  return SCHEMAS[type];
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(SCHEMAS, type);
}

const PERSONAL_PATHS = new Map(EVENT_TYPES.map((type) => [type, personalPathsOf(SCHEMAS[type])]));

/** Where personal data lies in an event's data, such as `reporter.name` or `evidence[].text`. */
export function personalPaths(type: EventType): readonly string[] {
  return PERSONAL_PATHS.get(type) ?? [];
}

// The build fails here when a schema and the domain's type of the same event differ in any key, or when one is missing.
type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[] : T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Shape<T extends EventType> = Plain<z.infer<(typeof SCHEMAS)[T]>>;
type Promised<T extends EventType> = Plain<Extract<AnyEvent, { readonly type: T }>['data']>;
type Differing = { [T in EventType]: Same<Shape<T>, Promised<T>> extends true ? never : T }[EventType] | Exclude<keyof typeof SCHEMAS, EventType>;
const NONE_DIFFERS: [Differing] extends [never] ? true : Differing = true;
void NONE_DIFFERS;
