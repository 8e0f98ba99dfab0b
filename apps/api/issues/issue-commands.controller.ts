import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { issueIdOf } from '#application';
import type { IssueCommand } from '#domain';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { answer, CommandGiver, envelopeOf } from './command-giver.js';
import { IssuePath } from './issue-path.js';
import { Jurisdiction } from './jurisdiction.js';

const VERBS = Object.keys(api.ISSUE_VERBS) as api.IssueVerb[];

const done = { description: 'On record', schema: api.CommandResult };
const unknown = { description: 'The store\'s answer was lost: ask for the command, or give it again', schema: api.CommandResult, headers: ['Location'] };

const report = {
  id: 'reportIssue', tag: 'issues', access: { command: 'report-issue' }, summary: 'Report an issue', idempotent: true,
  body: api.ReportIssueBody, answers: { 201: { ...done, headers: ['Location'] }, 202: unknown },
} as const satisfies OperationSpec;

const byVerb = (verb: string) => ({
  id: `issue-${verb}`, tag: 'issues', access: { command: api.ISSUE_VERBS[verb as api.IssueVerb].command },
  summary: `Give ${api.ISSUE_VERBS[verb as api.IssueVerb].command}`, idempotent: true, params: IssuePath,
  body: api.ISSUE_VERBS[verb as api.IssueVerb].body, answers: { 200: done, 202: unknown },
}) as const satisfies OperationSpec;

@Controller('api/v1/issues')
export class IssueCommandsController {
  constructor(
    @Inject(API_PARTS) private readonly parts: ApiParts,
    @Inject(CommandGiver) private readonly giver: CommandGiver,
    @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction,
  ) {}

  @Post() @Operation(report)
  async report(
    @Input() { body }: InputOf<typeof report>, @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.CommandResult> {
    const { at, by, id } = envelopeOf(signed, request, this.parts.now);
    const issueId = issueIdOf(id);
    if (body.heardAt !== undefined && body.heardAt > at) throw new HttpProblem('invalid-body', { errors: [{ path: '/heardAt', code: 'in-the-future' }] });
    await this.jurisdiction.allowReport(postOf(signed), body.area);
    const data = { ...body, issueId, heardAt: body.heardAt ?? at };
    const result = await this.giver.give({ type: 'report-issue', id, at, by, data } as IssueCommand, { issueId });
    return answer(reply, result, 201, `/api/v1/issues/${issueId}`);
  }

  @Post(VERBS.map((verb) => `:id/${verb}`)) @Operation(byVerb)
  async give(
    @Input() { params, body }: InputOf<{ params: typeof IssuePath; body: z.ZodObject }>,
    @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.CommandResult> {
    const { at, by, id } = envelopeOf(signed, request, this.parts.now);
    const verb = request.routeOptions.url!.slice(request.routeOptions.url!.lastIndexOf('/') + 1) as api.IssueVerb;
    const { command: type } = api.ISSUE_VERBS[verb];
    // The body was checked by this very verb's schema, which has the shape of the command's data.
    const command = { type, id, at, by, data: { ...body, issueId: params.id } } as unknown as IssueCommand;
    const result = await this.jurisdiction.onIssue(postOf(signed), type, params.id, (permit) => this.giver.give(command, { issueId: params.id }, permit));
    return answer(reply, result, 200);
  }
}
