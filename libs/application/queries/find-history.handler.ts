import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { cadresIn, historyEntry } from '#audit';
import { decodeEvent, type api } from '#wire';
import { namesOf } from '../names.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindHistory } from '../queries.js';
import { standpoint } from '../standpoint.js';
import { streamOf } from '../streams.js';
import { issueSeen } from './issue-seen.js';

@QueryHandler(FindHistory)
export class FindHistoryHandler implements IQueryHandler<FindHistory> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ issueId, asking, asOf: asked }: FindHistory): Promise<api.History | undefined> {
    const at = await standpoint(this.ports, asked);
    const { store, readModels, asOf } = at;
    if (!(await issueSeen(at, issueId, asking))) return undefined;
    const { events } = await store.readStream(streamOf.issue(issueId));
    const steps = events.map((recorded) => ({ recorded, event: decodeEvent(recorded) }));
    const names = await namesOf(readModels, steps.flatMap(({ event }) => cadresIn(event)));
    return { issueId, entries: steps.map(({ recorded, event }) => historyEntry(recorded, event, names)), asOf };
  }
}
