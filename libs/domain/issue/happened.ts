import type { Command } from '#kernel';
import type { IssueEvent } from './events.js';

type EventOf<T extends IssueEvent['type']> = Extract<IssueEvent, { readonly type: T }>;

/** An event of this command: its moment and its actor are the command's. */
export function happened<T extends IssueEvent['type']>(command: Pick<Command, 'at' | 'by'>, type: T, data: EventOf<T>['data']): EventOf<T> {
  return { type, at: command.at, by: command.by, data } as EventOf<T>;
}

/** The parts that were given; an absent one leaves no key behind. */
export function given<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
