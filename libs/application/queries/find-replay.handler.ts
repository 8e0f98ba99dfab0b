import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindReplay } from '../queries.js';
import { replayIssue } from '../replay.js';

@QueryHandler(FindReplay)
export class FindReplayHandler implements IQueryHandler<FindReplay> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ issueId, scope }: FindReplay): Promise<api.Replay | undefined> {
    const { store, readModels, now } = this.ports;
    if (!(await readModels.issue(issueId, scope, now()))) return undefined;
    return await replayIssue(store, readModels, issueId);
  }
}
