import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindReplay } from '../queries.js';
import { replayIssue } from '../replay.js';
import { standpoint } from '../standpoint.js';

@QueryHandler(FindReplay)
export class FindReplayHandler implements IQueryHandler<FindReplay> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ issueId, scope, asOf: asked }: FindReplay): Promise<api.Replay | undefined> {
    const { store, readModels, now, asOf } = await standpoint(this.ports, asked);
    if (!(await readModels.issue(issueId, scope, now()))) return undefined;
    const replay = await replayIssue(store, readModels, issueId);
    return replay && { ...replay, asOf };
  }
}
