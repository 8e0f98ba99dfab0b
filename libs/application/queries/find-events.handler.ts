import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { searchEvents } from '../events.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindEvents } from '../queries.js';
import { standpoint } from '../standpoint.js';

@QueryHandler(FindEvents)
export class FindEventsHandler implements IQueryHandler<FindEvents> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ query, scope }: FindEvents): Promise<api.TrailPage> {
    const at = await standpoint(this.ports, query.asOf);
    return { ...await searchEvents(at, query, scope), asOf: at.asOf };
  }
}
