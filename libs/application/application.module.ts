import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Facts } from './facts.js';
import { GiveCommandHandler } from './give-command.handler.js';
import { Giver } from './give.js';
import { KnownUnits } from './known-units.js';
import { PORTS, type ApplicationPorts } from './ports.js';
import { FindBoardHandler, FindFiguresHandler, FindLedgerHandler } from './queries/lists.handlers.js';
import { FindCommandHandler } from './queries/find-command.handler.js';
import { FindEventsHandler } from './queries/find-events.handler.js';
import { FindHistoryHandler } from './queries/find-history.handler.js';
import { FindIssuePageHandler } from './queries/find-issue-page.handler.js';
import { FindReplayHandler } from './queries/find-replay.handler.js';

const HANDLERS = [
  GiveCommandHandler, FindLedgerHandler, FindBoardHandler, FindFiguresHandler, FindIssuePageHandler, FindHistoryHandler, FindReplayHandler, FindEventsHandler, FindCommandHandler,
];

/** Commands and queries on the buses of @nestjs/cqrs; `Giver` is exported for callers that need no bus, the units for judging a command's place. */
@Module({})
export class ApplicationModule {
  static with(ports: ApplicationPorts): DynamicModule {
    const facts = new Facts(ports.store, ports.readModels);
    return {
      module: ApplicationModule,
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: PORTS, useValue: ports }, { provide: Facts, useValue: facts }, { provide: Giver, useValue: new Giver(ports.store, facts, ports.digest) }, { provide: KnownUnits, useValue: facts.units }, ...HANDLERS],
      exports: [Giver, KnownUnits],
    };
  }
}
