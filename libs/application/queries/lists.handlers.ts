import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { api } from '#wire';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { FindBoard, FindFigures, FindLedger } from '../queries.js';

@QueryHandler(FindLedger)
export class FindLedgerHandler implements IQueryHandler<FindLedger> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  execute({ query, scope }: FindLedger): Promise<api.LedgerPage> {
    return this.ports.readModels.ledger(query, scope, this.ports.now());
  }
}

@QueryHandler(FindBoard)
export class FindBoardHandler implements IQueryHandler<FindBoard> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  execute({ query, scope }: FindBoard): Promise<api.BoardPage> {
    return this.ports.readModels.board(query, scope, this.ports.now());
  }
}

@QueryHandler(FindFigures)
export class FindFiguresHandler implements IQueryHandler<FindFigures> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  execute({ query, scope }: FindFigures): Promise<api.Figures> {
    return this.ports.readModels.figures(query, scope, this.ports.now());
  }
}
