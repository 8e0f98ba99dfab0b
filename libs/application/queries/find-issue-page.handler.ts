import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { cadresIn } from '#audit';
import { issueDecider, type Deadline, type Directory, type IssueEvent, type KnownIssue } from '#domain';
import type { ActingPost } from '#identity';
import type { Instant } from '#kernel';
import { decodeEvent, type api } from '#wire';
import { Facts } from '../facts.js';
import { namesOf } from '../names.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindIssuePage } from '../queries.js';
import { calendarFor } from '../rulebook.js';
import { streamOf } from '../streams.js';
import { standpoint } from '../standpoint.js';
import { mayRead, verbsFor } from '../verbs.js';
import { issueSeen } from './issue-seen.js';
import { isOfOpening, openingsOf } from './openings-of.js';

/** The row as the read models show it, with what only the stream tells: text, measure, every deadline's sum, and whether somebody is named who brought it. */
@QueryHandler(FindIssuePage)
export class FindIssuePageHandler implements IQueryHandler<FindIssuePage> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts, private readonly facts: Facts) {}

  async execute({ issueId, asking, asOf: asked }: FindIssuePage): Promise<api.IssuePage | undefined> {
    const at = await standpoint(this.ports, asked);
    const { store, readModels, now, asOf } = at;
    const found = await issueSeen(at, issueId, asking);
    if (!found) return undefined;
    const [{ events: recorded, head }, directory] = await Promise.all([store.readStream(streamOf.issue(issueId)), readModels.directory()]);
    const events = recorded.map((event) => decodeEvent(event) as IssueEvent);
    const issue = events.reduce(issueDecider.evolve, issueDecider.initial);
    if (issue.status === 'none') return undefined;
    const opened = events.filter(isOfOpening);
    const names = await namesOf(readModels, [issue.measure?.responsible, issue.complainedOf].filter((cadre) => typeof cadre === 'string').concat(opened.flatMap(cadresIn)));
    const reported = lastOf(events, 'IssueReported');
    const measure = lastOf(events, 'MeasureSet');
    return {
      row: found.row,
      text: reported?.text ?? '',
      reporter: issue.reporter && { sealed: issue.identitySealed, mayRead: asOf === null && mayRead(asking, issue, directory, now()) },
      complainedOf: issue.complainedOf === null ? null : { cadre: issue.complainedOf, name: names.cadre(issue.complainedOf) },
      openings: openingsOf(opened, { issue, asking: asOf ? null : asking, directory, now: now(), names }),
      channel: reported?.channel ?? 'transfer',
      coResponsible: issue.coResponsible.map((unit) => ({ unit, name: names.unit(unit) })),
      measure: issue.measure && measure
        ? { text: measure.measure, responsible: measure.responsible, responsibleName: names.cadre(measure.responsible), doneBy: measure.doneBy }
        : null,
      deadlines: deadlinesOf(events, issue),
      cycle: issue.cycle,
      revision: head.revision,
      verbs: asOf ? [] : await this.verbs(asking, issue, directory, now()),
      asOf,
    };
  }

  private async verbs(asking: ActingPost, issue: KnownIssue, directory: Directory, now: Instant): Promise<api.IssueVerb[]> {
    const rules = await this.facts.rulesAt(now);
    return verbsFor(asking, issue, { rules, calendar: calendarFor(rules), directory }, now);
  }
}

type EventOf<T extends IssueEvent['type']> = Extract<IssueEvent, { readonly type: T }>;

function lastOf<T extends IssueEvent['type']>(events: readonly IssueEvent[], type: T): EventOf<T>['data'] | undefined {
  return events.findLast((event) => event.type === type)?.data as EventOf<T>['data'] | undefined;
}

/** Every deadline that was ever given, oldest first; of those that stand, with the steps to come. */
function deadlinesOf(events: readonly IssueEvent[], issue: KnownIssue): api.IssuePage['deadlines'] {
  const given = events.flatMap((event) => (event.type === 'DeadlineSet' ? [event.data] : []));
  return given.map((deadline) => {
    const stands = issue.deadlines.find(({ id }) => id === deadline.id);
    return { ...deadlineShape(deadline), pending: [...(stands?.pending ?? [])], standing: stands !== undefined };
  });
}

function deadlineShape({ days, steps, ...rest }: Deadline) {
  return { ...rest, days: [...days], steps: [...steps] };
}
