import { Controller, Get, Inject, Ip } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { FindCommand, FindHistory, FindIssuePage, FindLedger, FindReplay, readIssue } from '#application';
import { noteAudit, scopeOf, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { IssuePath } from './issue-path.js';
import { Jurisdiction } from './jurisdiction.js';

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

interface Unseen {
  readonly query: string;
  readonly issueId: string;
  readonly signed: Signed;
  readonly address: string;
}

@Controller('api/v1')
export class IssueQueriesController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus, @Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Get('issues') @Operation(ledger)
  ledger(@Input() { query }: InputOf<typeof ledger>, @Who() signed: Signed): Promise<api.LedgerPage> {
    return this.bus.execute(new FindLedger(query, scopeOf(postOf(signed)), postOf(signed)));
  }

  @Get('issues/:id') @Operation(page)
  async page(@Input() { params, query }: InputOf<typeof page>, @Who() signed: Signed, @Ip() address: string): Promise<api.IssuePage> {
    return await this.bus.execute(new FindIssuePage(params.id, postOf(signed), query.asOf)) ?? await this.unseen({ query: page.id, issueId: params.id, signed, address });
  }

  @Get('issues/:id/history') @Operation(history)
  async history(@Input() { params, query }: InputOf<typeof history>, @Who() signed: Signed, @Ip() address: string): Promise<api.History> {
    return await this.bus.execute(new FindHistory(params.id, postOf(signed), query.asOf)) ?? await this.unseen({ query: history.id, issueId: params.id, signed, address });
  }

  @Get('issues/:id/replay') @Operation(replay)
  async replay(@Input() { params, query }: InputOf<typeof replay>, @Who() signed: Signed, @Ip() address: string): Promise<api.Replay> {
    return await this.bus.execute(new FindReplay(params.id, postOf(signed), query.asOf)) ?? await this.unseen({ query: replay.id, issueId: params.id, signed, address });
  }

  @Get('commands/:id') @Operation(command)
  command(@Input() { params }: InputOf<typeof command>, @Who() { session }: Signed): Promise<api.CommandStatus> {
    return this.bus.execute(new FindCommand(params.id, session.cadre));
  }

  /**
   * Answers one and the same whether there is no such issue or it lies elsewhere, and leaves the same row, as a command does: neither the words nor
   * the time taken tell the asker which. An issue that the post sees, and that was not there yet at the moment asked for, leaves none.
   */
  private async unseen({ query, issueId, signed, address }: Unseen): Promise<never> {
    const post = postOf(signed);
    const denied = await this.jurisdiction.denial(post, query, await readIssue(this.parts.store, issueId));
    if (denied === 'not-found') await noteAudit(this.parts.desk, { act: 'access-denied', ...whoOf(post), address, subject: issueId, detail: { command: query, answer: denied } });
    throw new HttpProblem('not-found');
  }
}
