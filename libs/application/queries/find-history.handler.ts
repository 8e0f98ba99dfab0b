import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { cadresIn, historyEntry } from '#audit';
import { decodeEvent, type api } from '#wire';
import { namesOf } from '../names.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindHistory } from '../queries.js';
import { standpoint } from '../standpoint.js';
import { streamOf } from '../streams.js';

@QueryHandler(FindHistory)
export class FindHistoryHandler implements IQueryHandler<FindHistory> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ issueId, scope, asOf: asked }: FindHistory): Promise<api.History | undefined> {
    const { store, readModels, now, asOf } = await standpoint(this.ports, asked);
    if (!(await readModels.issue(issueId, scope, now()))) return undefined;
    const { events } = await store.readStream(streamOf.issue(issueId));
    const steps = events.map((recorded) => ({ recorded, event: decodeEvent(recorded) }));
    const names = await namesOf(readModels, steps.flatMap(({ event }) => cadresIn(event)));
    return { issueId, entries: steps.map(({ recorded, event }) => historyEntry(recorded, event, names)), asOf };
  }
}
