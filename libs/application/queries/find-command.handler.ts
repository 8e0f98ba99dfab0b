import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindCommand } from '../queries.js';

@QueryHandler(FindCommand)
export class FindCommandHandler implements IQueryHandler<FindCommand> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ commandId, cadre }: FindCommand): Promise<api.CommandStatus> {
    const receipt = await this.ports.store.findCommand(commandId);
    if (!receipt || !(await this.wasGivenBy(cadre, receipt.streamId, commandId))) {
      return { commandId, status: 'not-found', streamId: null, revision: null, position: null };
    }
    const { streamId, lastRevision, lastPosition } = receipt;
    return { commandId, status: 'done', streamId, revision: lastRevision, position: lastPosition };
  }

  private async wasGivenBy(cadre: string, streamId: string, commandId: string): Promise<boolean> {
    const { events } = await this.ports.store.readStream(streamId);
    return events.some(({ by, command }) => command.id === commandId && by.kind === 'cadre' && by.cadre === cadre);
  }
}
