import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { searchEvents } from '../events.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindEvents } from '../queries.js';

@QueryHandler(FindEvents)
export class FindEventsHandler implements IQueryHandler<FindEvents> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  execute({ query, scope }: FindEvents): Promise<api.TrailPage> {
    return searchEvents(this.ports, query, scope);
  }
}
