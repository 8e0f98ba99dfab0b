import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { FindFigures } from '#application';
import { scopeOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';

const figures = {
  id: 'figures', tag: 'figures', access: { query: 'figures' }, summary: 'Raw counts and rates of units or cadres over a period', waits: true,
  query: api.FiguresQuery, answers: { 200: { description: 'The figures', schema: api.Figures } },
} as const satisfies OperationSpec;

@Controller('api/v1/figures')
export class FiguresController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Get() @Operation(figures)
  figures(@Input() { query }: InputOf<typeof figures>, @Who() signed: Signed): Promise<api.Figures> {
    if (query.to < query.from) throw new HttpProblem('invalid-query', { errors: [{ path: '/to', code: 'too-small', params: { minimum: query.from } }] });
    return this.bus.execute(new FindFigures(query, scopeOf(postOf(signed))));
  }
}
