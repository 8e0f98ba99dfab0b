import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { auditNotes } from '#application';
import { noteAudit, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { askedFor } from './asked.js';

const list = {
  id: 'audit', tag: 'audit', access: { query: 'audit' }, summary: 'What was noted of people and operators: who signed in, was denied, searched, read, exported, or kept the product going; each look is noted',
  query: api.AuditQuery, answers: { 200: { description: 'A page, newest first', schema: api.AuditRows } },
} as const satisfies OperationSpec;

/** The audit itself, for auditors. */
@Controller('api/v1/audit')
export class AuditController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get() @Operation(list)
  async list(@Input() { query }: InputOf<typeof list>, @Who() signed: Signed, @Req() { ip }: FastifyRequest): Promise<api.AuditRows> {
    const post = postOf(signed);
    const page = await auditNotes(this.parts, query, post);
    await noteAudit(this.parts.desk, { act: 'audit-listed', ...whoOf(post), address: ip, detail: { ...askedFor(query), found: page.rows.length, further: query.cursor !== undefined } });
    return page;
  }
}
