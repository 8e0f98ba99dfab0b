import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { issuesHeard, readRulebook, whatIf } from '#application';
import { findWrongInRulebook, rulesNamed, type Rulebook } from '#domain';
import { type ActingPost, mayTryRules, noteAudit, scopeOf, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { USUAL_PATIENCE } from '../http/patience.js';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { Running } from './running.js';

const ask = {
  id: 'whatIf', tag: 'audit', access: { query: 'what-if' }, waits: true,
  summary: 'What would have been by other rules: the issues of a period lived again in memory, compared with the record; each is noted',
  body: api.WhatIfBody, answers: { 200: { description: 'What differs, with the totals on the first page', schema: api.WhatIf } },
} as const satisfies OperationSpec;

/** What one process may be asked for at once; a longer period is asked for on the command line. */
const MOST_ISSUES = 50_000;
const MOST_AT_ONCE = 2;

/** Reads the record and answers; nothing here can write to it. That it was asked is noted beside the record. */
@Controller('api/v1/what-if')
export class WhatIfController {
  private readonly running: Running;

  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {
    this.running = new Running(MOST_AT_ONCE, { ...USUAL_PATIENCE, ...parts.settings.patience }.whatIfMs);
  }

  @Post() @HttpCode(200) @Operation(ask)
  async ask(@Input() { body }: InputOf<typeof ask>, @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<api.WhatIf> {
    const post = postOf(signed);
    await this.allow(post, request);
    if (body.to < body.from) throw new HttpProblem('invalid-body', { errors: [{ path: '/to', code: 'too-small', params: { minimum: body.from } }] });
    const rules = await this.rulesIn(body);
    return await this.running.alone(signed.token, reply, async (signal) => {
      const scope = scopeOf(post);
      if (body.cursor === undefined && await issuesHeard(this.parts, body, scope) > MOST_ISSUES) throw new HttpProblem('what-if-too-large');
      const { from, to, unit, cursor, limit } = body;
      const answer = await whatIf(this.parts, { rules, from, to, unit, cursor, limit }, { scope, signal });
      await this.note(post, request, answer);
      return answer;
    });
  }

  private async allow(post: ActingPost, request: FastifyRequest): Promise<void> {
    if (mayTryRules(post, await this.parts.readModels.directory())) return;
    await noteAudit(this.parts.desk, { act: 'access-denied', ...whoOf(post), address: request.ip, subject: ask.id });
    throw new HttpProblem('role-not-allowed');
  }

  private async rulesIn({ version, rules }: api.WhatIfBody): Promise<Rulebook> {
    const wrong = rules && findWrongInRulebook(rules);
    if (wrong) throw new RefusedCommand(wrong, 422);
    const found = rules ?? rulesNamed(await readRulebook(this.parts.store), version!);
    if (!found) throw new HttpProblem('invalid-body', { errors: [{ path: '/version', code: 'not-accepted' }] });
    return found as Rulebook;
  }

  private async note(post: ActingPost, { ip }: FastifyRequest, { version, from, to, unit, totals, position, rows }: api.WhatIf): Promise<void> {
    const facts = totals ? { issues: totals.kept.issues + totals.departed.issues, differing: totals.differing } : { further: true };
    await noteAudit(this.parts.desk, { act: 'what-if-asked', ...whoOf(post), address: ip, detail: { version, from, to, ...(unit === null ? {} : { unit }), position, shown: rows.length, ...facts } });
  }
}
