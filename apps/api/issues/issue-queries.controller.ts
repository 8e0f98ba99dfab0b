import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { FindCommand, FindHistory, FindIssuePage, FindLedger, FindReplay } from '#application';
import { scopeOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { IssuePath } from './issue-path.js';

const ledger = {
  id: 'ledger', tag: 'issues', access: { query: 'ledger' }, summary: 'The ledger: every issue of one\'s area, a page at a time', waits: true,
  query: api.LedgerQuery, answers: { 200: { description: 'A page', schema: api.LedgerPage } },
} as const satisfies OperationSpec;
const page = {
  id: 'issue', tag: 'issues', access: { query: 'issue' }, summary: 'One issue as it stands, or stood', waits: true, params: IssuePath, query: api.AsOfQuery,
  answers: { 200: { description: 'The issue', schema: api.IssuePage } },
} as const satisfies OperationSpec;
const history = {
  id: 'history', tag: 'issues', access: { query: 'history' }, summary: 'What happened to one issue, event by event', waits: true, params: IssuePath, query: api.AsOfQuery,
  answers: { 200: { description: 'The history', schema: api.History } },
} as const satisfies OperationSpec;
const replay = {
  id: 'replay', tag: 'issues', access: { query: 'history' }, summary: 'One issue event by event, with how it stood after each', waits: true, params: IssuePath, query: api.AsOfQuery,
  answers: { 200: { description: 'The steps', schema: api.Replay } },
} as const satisfies OperationSpec;
const command = {
  id: 'command', tag: 'issues', access: { query: 'command' }, summary: 'What became of a command of one\'s own',
  params: z.strictObject({ id: z.uuid() }), answers: { 200: { description: 'Its fate', schema: api.CommandStatus } },
} as const satisfies OperationSpec;

@Controller('api/v1')
export class IssueQueriesController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Get('issues') @Operation(ledger)
  ledger(@Input() { query }: InputOf<typeof ledger>, @Who() signed: Signed): Promise<api.LedgerPage> {
    return this.bus.execute(new FindLedger(query, scopeOf(postOf(signed)), postOf(signed)));
  }

  @Get('issues/:id') @Operation(page)
  async page(@Input() { params, query }: InputOf<typeof page>, @Who() signed: Signed): Promise<api.IssuePage> {
    return found(await this.bus.execute(new FindIssuePage(params.id, postOf(signed), query.asOf)));
  }

  @Get('issues/:id/history') @Operation(history)
  async history(@Input() { params, query }: InputOf<typeof history>, @Who() signed: Signed): Promise<api.History> {
    return found(await this.bus.execute(new FindHistory(params.id, scopeOf(postOf(signed)), query.asOf)));
  }

  @Get('issues/:id/replay') @Operation(replay)
  async replay(@Input() { params, query }: InputOf<typeof replay>, @Who() signed: Signed): Promise<api.Replay> {
    return found(await this.bus.execute(new FindReplay(params.id, scopeOf(postOf(signed)), query.asOf)));
  }

  @Get('commands/:id') @Operation(command)
  command(@Input() { params }: InputOf<typeof command>, @Who() { session }: Signed): Promise<api.CommandStatus> {
    return this.bus.execute(new FindCommand(params.id, session.cadre));
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new HttpProblem('not-found');
  return value;
}
