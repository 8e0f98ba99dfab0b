import { Controller, Get, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { householdFile, readHousehold, readIssue, reporterFile, sensitiveReads } from '#application';
import { readingOf } from '#domain';
import { actorOf, noteAudit, noteSensitiveRead, type SensitiveReading, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { askedFor } from '../audit/asked.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { IssuePath } from '../issues/issue-path.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { statusOfRefusal } from '../issues/refusal-status.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const reporter = {
  id: 'readReporter', tag: 'issues', access: { command: 'read-reporter' }, summary: 'Read who brought the matter, for a purpose; each reading is noted', params: IssuePath,
  body: api.ReadingBody, answers: { 201: { description: 'Noted, and this is who', schema: api.ReporterReading } },
} as const satisfies OperationSpec;
const household = {
  id: 'readHousehold', tag: 'directory', access: { command: 'read-household' }, summary: 'Read who lives in a household and which care it is given, for a purpose; each reading is noted',
  params: z.strictObject({ household: api.code }), body: api.ReadingBody, answers: { 201: { description: 'Noted, and this is the household', schema: api.HouseholdReading } },
} as const satisfies OperationSpec;
const list = {
  id: 'sensitiveReads', tag: 'audit', access: { query: 'sensitive-reads' }, summary: 'Who read a sensitive file of one\'s area, and who was not let; each look is noted',
  query: api.SensitiveReadsQuery, answers: { 200: { description: 'A page, newest first', schema: api.SensitiveReads } },
} as const satisfies OperationSpec;

/** Who brought a matter and who lives behind a door leave by these routes alone, and not before it is written who asked and what for. */
@Controller('api/v1')
export class ReadingsController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Post('issues/:id/reporter-readings') @Operation(reporter)
  async reporter(@Input() { params: { id }, body: { purpose } }: InputOf<typeof reporter>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<api.ReporterReading> {
    const post = postOf(signed);
    const at = this.parts.now();
    const issue = await readIssue(this.parts.store, id);
    const outside = await this.jurisdiction.denial(post, 'read-reporter', issue);
    const reading = outside === undefined && issue.status !== 'none' ? readingOf(issue, actorOf(post), at) : undefined;
    const denied = outside ?? (reading?.accepted === false ? reading.refusal.code : undefined);
    const opening = reading?.accepted ? reading.opening?.id : undefined;
    await this.note(signed, request, { file: reporterFile(id, issue), purpose, ...(denied && { denied }), ...(opening && { opening }) });
    if (reading?.accepted === false) throw new RefusedCommand(reading.refusal, statusOfRefusal(reading.refusal));
    if (outside !== undefined || issue.status === 'none') throw new HttpProblem(outside ?? 'not-found');
    return { issueId: id, purpose, at, until: reading?.opening?.until ?? null, reporter: { ...issue.reporter } };
  }

  @Post('households/:household/readings') @Operation(household)
  async household(@Input() { params, body: { purpose } }: InputOf<typeof household>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<api.HouseholdReading> {
    const at = this.parts.now();
    const found = await readHousehold(this.parts.store, params.household);
    const unit = found.status === 'none' ? undefined : found.unit;
    const allowed = unit !== undefined && await this.jurisdiction.allows(postOf(signed), 'read-household', { area: unit, unit });
    await this.note(signed, request, { file: householdFile(params.household, found), purpose, ...(allowed ? {} : { denied: 'not-found' }) });
    if (!allowed || found.status === 'none') throw new HttpProblem('not-found');
    const { status: _, careGroups, residents, ...rest } = found;
    return { ...rest, purpose, at, careGroups: [...careGroups], residents: residents.map((resident) => ({ ...resident })) };
  }

  @Get('sensitive-reads') @Operation(list)
  async list(@Input() { query }: InputOf<typeof list>, @Who() signed: Signed, @Req() { ip }: FastifyRequest): Promise<api.SensitiveReads> {
    const { desk } = this.parts;
    const post = postOf(signed);
    const page = await sensitiveReads(this.parts, query, post);
    await noteAudit(desk, { act: 'sensitive-reads-listed', ...whoOf(post), address: ip, detail: { ...askedFor(query), found: page.rows.length, further: query.cursor !== undefined } });
    return page;
  }

  private note(signed: Signed, { ip }: FastifyRequest, reading: Pick<SensitiveReading, 'file' | 'purpose' | 'denied' | 'opening'>): Promise<void> {
    return noteSensitiveRead(this.parts.desk, { by: postOf(signed), means: 'page', address: ip, ...reading });
  }
}
