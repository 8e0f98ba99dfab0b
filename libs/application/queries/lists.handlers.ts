import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { bandOf, type FigureValues } from '#accountability';
import type { api } from '#wire';
import { Facts } from '../facts.js';
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

/** The counts, and the bands that they fall into by the rules in force now. */
@QueryHandler(FindFigures)
export class FindFiguresHandler implements IQueryHandler<FindFigures> {
  constructor(@Inject(PORTS) private readonly ports: ApplicationPorts, private readonly facts: Facts) {}

  async execute({ query, scope }: FindFigures): Promise<api.Figures> {
    const now = this.ports.now();
    const [counted, rules] = await Promise.all([this.ports.readModels.figures(query, scope, now), this.facts.rulesAt(now)]);
    const banded = <Row extends FigureValues>(row: Row) => ({ ...row, band: bandOf(row, rules) });
    const { bands, ...weights } = rules.score.value;
    return { ...counted, rows: counted.rows.map(banded), total: banded(counted.total), scoring: { ruleVersion: rules.version, ...weights, bands: [...bands] } };
  }
}
