import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ApplicationModule, calendarCoverage } from '#application';
import { AccessGuard } from './access/access.guard.js';
import { SessionCookie } from './access/session-cookie.js';
import { AuditController } from './audit/audit.controller.js';
import { BoardController } from './board/board.controller.js';
import { BoardHub } from './board/board-hub.js';
import { ReadingsController } from './disclosure/readings.controller.js';
import { DirectoryController } from './directory/directory.controller.js';
import { DocsController, OPEN_API } from './docs/docs.controller.js';
import { openApiDocument } from './docs/openapi.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { EventsController } from './events/events.controller.js';
import { FiguresController } from './figures/figures.controller.js';
import { clockStanding } from './health/clock-standing.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { MetricsController } from './health/metrics.controller.js';
import { Readiness } from './health/readiness.js';
import { sealStanding } from './health/seal-standing.js';
import { declaredRoutes } from './http/declared-routes.js';
import { CommandGiver } from './issues/command-giver.js';
import { DifferencesController } from './issues/differences.controller.js';
import { IssueCommandsController } from './issues/issue-commands.controller.js';
import { IssueQueriesController } from './issues/issue-queries.controller.js';
import { Jurisdiction } from './issues/jurisdiction.js';
import { LedgerExportController } from './issues/ledger-export.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import { RebuildController } from './operations/rebuild.controller.js';
import { API_PARTS, type ApiParts } from './parts.js';
import { RulebookController } from './rulebook/rulebook.controller.js';
import { SessionController } from './session/session.controller.js';
import { WhatIfController } from './what-if/what-if.controller.js';

export const CONTROLLERS: Type[] = [
  SessionController, IssueCommandsController, IssueQueriesController, LedgerExportController, DifferencesController, ReadingsController, AuditController, BoardController, FiguresController, EventsController, DirectoryController, RulebookController, WhatIfController, OperationsController, RebuildController, ErasuresController,
  HealthController, MetricsController, DocsController,
];

/** The services of the process that the module shares with the server around it. */
export interface ApiServices {
  readonly cookie: SessionCookie;
  readonly metrics: Metrics;
  readonly hub: BoardHub;
}

@Module({})
export class ApiModule {
  static with(parts: ApiParts, { cookie, metrics, hub }: ApiServices): DynamicModule {
    const { store, readModels, digest, now } = parts;
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), ApplicationModule.with({ store, readModels, now, ...(digest && { digest }) })],
      controllers: CONTROLLERS,
      providers: [
        { provide: API_PARTS, useValue: parts },
        { provide: SessionCookie, useValue: cookie },
        { provide: Metrics, useValue: metrics },
        { provide: BoardHub, useValue: hub },
        { provide: Readiness, useValue: new Readiness({ store, health: parts.recordHealth, recovery: parts.recovery }, parts.readModelsHealth, () => clockStanding(parts), () => sealStanding(parts), () => calendarCoverage(store, now())) },
        { provide: OPEN_API, useValue: openApiDocument(declaredRoutes(CONTROLLERS), parts.settings.version, cookie.name) },
        { provide: APP_GUARD, useValue: new AccessGuard(parts, cookie) },
        CommandGiver, Jurisdiction,
      ],
    };
  }
}
