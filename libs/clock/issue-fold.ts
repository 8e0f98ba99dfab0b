import { issueDecider, standingOf, type IssueEvent, type IssueState } from '#domain';
import type { EventStore, RecordedEvent } from '#event-store';
import { Fault } from '#kernel';
import { decodeEvent } from '#wire';
import type { Standing } from '#wire/clock';
import { issueOf } from './issue-log.js';

interface Known {
  readonly state: IssueState;
  readonly revision: number;
}

const BEFORE: Known = { state: issueDecider.initial, revision: -1 };

/**
 * Folds pages of the log into standings. States are kept in memory, for the issues touched last: what is not there is read
 * again from its stream, so that no personal data and no second copy of the state lie in the clock's table.
 */
export class IssueFold {
  private readonly known = new Map<string, Known>();

  constructor(private readonly store: EventStore, private readonly capacity = 10_000) {}

  /** The newest standing of each issue that the page touches. The same page again gives the same or newer ones. */
  async standings(page: readonly RecordedEvent[]): Promise<readonly Standing[]> {
    const touched = new Map<string, RecordedEvent[]>();
    for (const event of page) {
      const issueId = issueOf(event.streamId);
      if (issueId === null) continue;
      const events = touched.get(issueId);
      if (events) events.push(event);
      else touched.set(issueId, [event]);
    }
    const standings: Standing[] = [];
    for (const [issueId, events] of touched) {
      const { state, revision } = await this.fold(issueId, events);
      if (state.status !== 'none') standings.push(standingOf(state, revision));
    }
    return standings;
  }

  private async fold(issueId: string, events: readonly RecordedEvent[]): Promise<Known> {
    const start = this.known.get(issueId) ?? BEFORE;
    const reaches = events[0]!.revision <= start.revision + 1;
    const now = reaches ? this.onward(start, events) : this.onward(BEFORE, (await this.store.readStream(events[0]!.streamId)).events);
    this.keep(issueId, now);
    return now;
  }

  private onward(start: Known, events: readonly RecordedEvent[]): Known {
    let { state, revision } = start;
    for (const event of events) {
      if (event.revision <= revision) continue;
      try {
        state = issueDecider.evolve(state, decodeEvent(event) as IssueEvent);
      } catch (cause) {
        throw new Fault('event-unreadable', {
          params: { position: event.position, stream: event.streamId, revision: event.revision, type: event.type }, cause,
          tryNext: 'the clock stands still before this event: run a version of the product that knows it',
        });
      }
      revision = event.revision;
    }
    return { state, revision };
  }

  private keep(issueId: string, now: Known): void {
    this.known.delete(issueId);
    this.known.set(issueId, now);
    if (this.known.size <= this.capacity) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }
}
