import type { IssueEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Instant } from '#kernel';
import { decodeEvent } from '#wire';

/** What one command did to an issue, as recorded: its events, in order, at least one. */
export interface Act {
  readonly id: string;
  /** The command's type, such as `register-issue`. */
  readonly type: string;
  readonly recordedAt: Instant;
  /** The place of its first event in the issue's life, from 1, as the replay counts. */
  readonly step: number;
  readonly events: readonly IssueEvent[];
}

/** A stream of an issue as the acts that made it. */
export function actsOf(recorded: readonly RecordedEvent[]): Act[] {
  const acts: (Act & { readonly events: IssueEvent[] })[] = [];
  for (const each of recorded) {
    const event = decodeEvent(each) as IssueEvent;
    const last = acts.at(-1);
    if (last?.id === each.command.id) last.events.push(event);
    else acts.push({ id: each.command.id, type: each.command.type, recordedAt: each.recordedAt, step: each.revision + 1, events: [event] });
  }
  return acts;
}
