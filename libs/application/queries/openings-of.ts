import { nameOf, type Names } from '#audit';
import { openingToDecide, type Directory, type IssueEvent, type KnownIssue } from '#domain';
import { actorOf, type ActingPost } from '#identity';
import type { Instant } from '#kernel';
import type { api } from '#wire';
import { mayGiveOn } from '../verbs.js';

type OpeningEvent = Extract<IssueEvent, { readonly type: `IdentityOpening${string}` }>;

interface Seen {
  readonly issue: KnownIssue;
  /** Null where nothing can be done any more: as of a past moment. */
  readonly asking: ActingPost | null;
  readonly directory: Directory;
  readonly now: Instant;
  readonly names: Names;
}

export function isOfOpening(event: IssueEvent): event is OpeningEvent {
  return event.type.startsWith('IdentityOpening');
}

/** Every request to read the identity, with what a second person made of it. */
export function openingsOf(events: readonly OpeningEvent[], seen: Seen): api.IssuePage['openings'] {
  return events.flatMap((event) => (event.type === 'IdentityOpeningAsked' ? [openingOf(event, events, seen)] : []));
}

function openingOf({ at, data }: Extract<OpeningEvent, { type: 'IdentityOpeningAsked' }>, events: readonly OpeningEvent[], { issue, asking, directory, now, names }: Seen): api.IssuePage['openings'][number] {
  const { opening, asker, purpose, reason } = data;
  const decided = events.find((event) => event.type !== 'IdentityOpeningAsked' && event.data.opening === opening);
  const until = decided?.type === 'IdentityOpeningApproved' ? decided.data.until : null;
  const mayDecide = asking !== null && mayGiveOn(asking, 'approve-opening', issue, directory) && openingToDecide(issue, actorOf(asking), opening).accepted;
  return {
    opening, askerName: names.cadre(asker), purpose, reason, askedAt: at, standing: standingOf(decided, until, now), until,
    decidedByName: decided ? nameOf(decided.by, names) : null, refusedFor: decided?.type === 'IdentityOpeningRefused' ? decided.data.reason : null, mayDecide,
  };
}

function standingOf(decided: OpeningEvent | undefined, until: Instant | null, now: Instant): api.IssuePage['openings'][number]['standing'] {
  if (!decided) return 'asked';
  if (until === null) return 'refused';
  return until > now ? 'approved' : 'over';
}
