import { Controller, Get, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { fileOf, readIssue, sensitiveReads } from '#application';
import { readingOf } from '#domain';
import { actorOf, noteAudit, noteSensitiveRead } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { IssuePath } from './issue-path.js';
import { Jurisdiction } from './jurisdiction.js';
import { statusOfRefusal } from './refusal-status.js';

const read = {
  id: 'readReporter', tag: 'issues', access: { command: 'read-reporter' }, summary: 'Read who brought the matter, for a purpose; each reading is noted', params: IssuePath,
  body: api.ReporterReadingBody, answers: { 201: { description: 'Noted, and this is who', schema: api.ReporterReading } },
} as const satisfies OperationSpec;
const list = {
  id: 'sensitiveReads', tag: 'audit', access: { query: 'sensitive-reads' }, summary: 'Who read who brought a matter of one\'s area, and who was not let; each look is noted',
  query: api.SensitiveReadsQuery, answers: { 200: { description: 'A page, newest first', schema: api.SensitiveReads } },
} as const satisfies OperationSpec;

/** Who brought a matter leaves by this door alone, and not before it is written who asked and what for. */
@Controller('api/v1')
export class ReporterReadingsController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Post('issues/:id/reporter-readings') @Operation(read)
  async read(@Input() { params: { id }, body: { purpose } }: InputOf<typeof read>, @Who() signed: Signed, @Req() { ip }: FastifyRequest): Promise<api.ReporterReading> {
    const { store, desk, now } = this.parts;
    const post = postOf(signed);
    const at = now();
    const issue = await readIssue(store, id);
    const outside = await this.jurisdiction.denial(post, 'read-reporter', issue);
    const reading = outside === undefined && issue.status !== 'none' ? readingOf(issue, actorOf(post), at) : undefined;
    const denied = outside ?? (reading?.accepted === false ? reading.refusal.code : undefined);
    const opening = reading?.accepted ? reading.opening?.id : undefined;
    await noteSensitiveRead(desk, { file: fileOf(id, issue), by: post, means: 'page', purpose, address: ip, ...(denied && { denied }), ...(opening && { opening }) });
    if (reading?.accepted === false) throw new RefusedCommand(reading.refusal, statusOfRefusal(reading.refusal));
    if (outside !== undefined || issue.status === 'none') throw new HttpProblem(outside ?? 'not-found');
    return { issueId: id, purpose, at, until: reading?.opening?.until ?? null, reporter: { ...issue.reporter } };
  }

  @Get('sensitive-reads') @Operation(list)
  async list(@Input() { query }: InputOf<typeof list>, @Who() signed: Signed, @Req() { ip }: FastifyRequest): Promise<api.SensitiveReads> {
    const { desk, readModels } = this.parts;
    const post = postOf(signed);
    const page = await sensitiveReads({ desk, readModels }, query, post);
    const { cursor, ...filters } = query;
    const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Record<string, string | number>;
    await noteAudit(desk, { act: 'sensitive-reads-listed', cadre: post.cadre, post: post.post, address: ip, detail: { ...asked, found: page.rows.length, further: cursor !== undefined } });
    return page;
  }
}
