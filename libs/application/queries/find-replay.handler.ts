import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindReplay } from '../queries.js';
import { replayIssue } from '../replay.js';
import { standpoint } from '../standpoint.js';
import { issueSeen } from './issue-seen.js';

@QueryHandler(FindReplay)
export class FindReplayHandler implements IQueryHandler<FindReplay> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ issueId, asking, asOf: asked }: FindReplay): Promise<api.Replay | undefined> {
    const at = await standpoint(this.ports, asked);
    const { store, readModels, asOf } = at;
    if (!(await issueSeen(at, issueId, asking))) return undefined;
    const replay = await replayIssue(store, readModels, issueId);
    return replay && { ...replay, asOf };
  }
}
