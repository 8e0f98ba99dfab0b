import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { rulebookComparison, rulebookVersion, rulebookVersions, rulesIn, standpoint } from '#application';
import { type Rulebook, type RulebookCommand } from '#domain';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { answer, CommandGiver, envelopeOf } from '../issues/command-giver.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const VersionPath = z.strictObject({ version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) });
const read = { tag: 'rulebook', access: { query: 'rulebook' } } as const;
const done = { description: 'On record', schema: api.RulebookResult };
const unknown = { description: 'The store\'s answer was lost: ask for the command, or give it again', schema: api.RulebookResult, headers: ['Location'] };

const inForce = {
  ...read, id: 'rulebook', summary: 'The figures in force now or at a moment, as they are known or were known then, each with its source', query: api.RulebookQuery,
  answers: { 200: { description: 'The rulebook', schema: api.RulebookShape } },
} as const satisfies OperationSpec;
const versions = {
  ...read, id: 'rulebookVersions', summary: 'Every version with who proposed and approved it, and how far the calendar reaches', query: api.AsOfQuery,
  answers: { 200: { description: 'All of them', schema: api.RulebookVersions } },
} as const satisfies OperationSpec;
const version = {
  ...read, id: 'rulebookVersion', summary: 'One version with its figures, in force or not', params: VersionPath, query: api.AsOfQuery,
  answers: { 200: { description: 'The version', schema: api.RulebookVersionPage } },
} as const satisfies OperationSpec;
const compare = {
  ...read, id: 'compareRulebooks', summary: 'What differs between two versions, figure by figure', query: api.RulebookCompareQuery,
  answers: { 200: { description: 'The differences', schema: api.RulebookComparison } },
} as const satisfies OperationSpec;
const propose = {
  id: 'proposeRulebook', tag: 'rulebook', access: { act: 'propose-rulebook' }, summary: 'Propose a version; it binds once a second person has approved it', idempotent: true,
  body: api.ProposeRulebookBody, answers: { 201: { ...done, headers: ['Location'] }, 202: unknown },
} as const satisfies OperationSpec;
const byVerb = (verb: string) => ({
  id: `rulebook-${verb}`, tag: 'rulebook', access: { act: api.RULEBOOK_VERBS[verb as api.RulebookVerb].command },
  summary: `Give ${api.RULEBOOK_VERBS[verb as api.RulebookVerb].command}`, idempotent: true, params: VersionPath,
  body: api.RULEBOOK_VERBS[verb as api.RulebookVerb].body, answers: { 200: done, 202: unknown },
}) as const satisfies OperationSpec;

/** The rules: what holds, what held, what is proposed, and the two persons that a change takes. */
@Controller('api/v1/rulebook')
export class RulebookController {
  constructor(
    @Inject(API_PARTS) private readonly parts: ApiParts,
    @Inject(CommandGiver) private readonly giver: CommandGiver,
    @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction,
  ) {}

  @Get() @Operation(inForce)
  async inForce(@Input() { query }: InputOf<typeof inForce>): Promise<Rulebook> {
    const { store, now } = await standpoint(this.parts, query.asOf);
    return await rulesIn(store, query.at ?? now());
  }

  @Get('versions') @Operation(versions)
  async versions(@Input() { query }: InputOf<typeof versions>, @Who() signed: Signed): Promise<api.RulebookVersions> {
    const at = await standpoint(this.parts, query.asOf);
    return await rulebookVersions(at, at.asOf ? null : postOf(signed));
  }

  @Get('versions/:version') @Operation(version)
  async version(@Input() { params, query }: InputOf<typeof version>, @Who() signed: Signed): Promise<api.RulebookVersionPage> {
    const at = await standpoint(this.parts, query.asOf);
    return found(await rulebookVersion(at, params.version, at.asOf ? null : postOf(signed)));
  }

  @Get('compare') @Operation(compare)
  async compare(@Input() { query }: InputOf<typeof compare>): Promise<api.RulebookComparison> {
    return found(await rulebookComparison(await standpoint(this.parts, query.asOf), query.older, query.newer));
  }

  @Post('versions') @Operation(propose)
  async propose(
    @Input() { body }: InputOf<typeof propose>, @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.RulebookResult> {
    const { version: name } = body.rules;
    await this.jurisdiction.allowForAll(postOf(signed), 'propose-rulebook', name);
    const command = { type: 'propose-rulebook', ...envelopeOf(signed, request, this.parts.now), data: body } as RulebookCommand;
    return answer(reply, await this.giver.give(command, { version: name }), 201, `/api/v1/rulebook/versions/${encodeURIComponent(name)}`);
  }

  @Post(Object.keys(api.RULEBOOK_VERBS).map((verb) => `versions/:version/${verb}`)) @Operation(byVerb)
  async decide(
    @Input() { params, body }: InputOf<{ params: typeof VersionPath; body: z.ZodObject }>,
    @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.RulebookResult> {
    const verb = request.routeOptions.url!.slice(request.routeOptions.url!.lastIndexOf('/') + 1) as api.RulebookVerb;
    const { command: type } = api.RULEBOOK_VERBS[verb];
    await this.jurisdiction.allowForAll(postOf(signed), type, params.version);
    // The body was checked by this very verb's schema, which has the shape of the command's data.
    const command = { type, ...envelopeOf(signed, request, this.parts.now), data: { ...body, version: params.version } } as RulebookCommand;
    return answer(reply, await this.giver.give(command, { version: params.version }), 200);
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new HttpProblem('not-found');
  return value;
}
