import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { bandOf, type FigureValues } from '#accountability';
import type { api } from '#wire';
import { Facts } from '../facts.js';
import { PORTS, type ApplicationPorts } from '../ports.js';
import { rulesIn } from '../rulebook.js';
import { standpoint } from '../standpoint.js';
import { FindBoard, FindFigures, FindLedger } from '../queries.js';

@QueryHandler(FindLedger)
export class FindLedgerHandler implements IQueryHandler<FindLedger> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ query, scope, asker }: FindLedger): Promise<api.LedgerPage> {
    const { readModels, now, asOf } = await standpoint(this.ports, query.asOf);
    return { ...await readModels.ledger(query, scope, now(), asker), asOf };
  }
}

@QueryHandler(FindBoard)
export class FindBoardHandler implements IQueryHandler<FindBoard> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts) {}

  async execute({ query, scope, asker }: FindBoard): Promise<api.BoardPage> {
    const { readModels, now, asOf } = await standpoint(this.ports, query.asOf);
    return { ...await readModels.board(query, scope, now(), asker), asOf };
  }
}

/** The counts, and the bands that they fall into by the rules in force at that moment, as they were known then. */
@QueryHandler(FindFigures)
export class FindFiguresHandler implements IQueryHandler<FindFigures> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts, private readonly facts: Facts) {}

  async execute({ query, scope }: FindFigures): Promise<api.Figures> {
    const { store, readModels, now, asOf } = await standpoint(this.ports, query.asOf);
    const [counted, rules] = await Promise.all([readModels.figures(query, scope, now()), asOf ? rulesIn(store, asOf.at) : this.facts.rulesAt(now())]);
    const banded = <Row extends FigureValues>(row: Row) => ({ ...row, band: bandOf(row, rules) });
    const { bands, ...weights } = rules.score.value;
    return { ...counted, rows: counted.rows.map(banded), total: banded(counted.total), scoring: { ruleVersion: rules.version, ...weights, bands: [...bands] }, asOf };
  }
}
