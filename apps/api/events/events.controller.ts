import { Controller, Get, Inject, Req, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { everyEvent, FindEvents, standpoint, type EventFilter } from '#application';
import { trailFile } from '#audit';
import { noteAudit, scopeOf, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { askedFor } from '../audit/asked.js';
import { Input } from '../http/input.js';
import { localeFor } from '../http/locale.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const search = {
  id: 'events', tag: 'audit', access: { query: 'events' }, summary: 'Search the events of one\'s area by who, what, when and where; each search is noted', waits: true,
  query: api.TrailQuery, answers: { 200: { description: 'A page', schema: api.TrailPage } },
} as const satisfies OperationSpec;
const exportAll = {
  id: 'exportEvents', tag: 'audit', access: { query: 'events' }, summary: 'All events that a search finds, as CSV or JSON lines; each export is noted',
  query: api.TrailExportQuery, answers: { 200: { description: 'The file', contentType: 'text/csv' } },
} as const satisfies OperationSpec;

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

/** Who looked for what is itself on the trail: a search tells as much as what it finds. */
@Controller('api/v1/events')
export class EventsController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus, @Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get() @Operation(search)
  async search(@Input() { query }: InputOf<typeof search>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<api.TrailPage> {
    refuseUpsideDown(query);
    const page = await this.bus.execute(new FindEvents(query, scopeOf(postOf(signed))));
    await this.note('events-searched', query, signed, request, { found: page.rows.length, more: page.next !== null });
    return page;
  }

  @Get('export') @Operation(exportAll)
  async export(@Input() { query }: InputOf<typeof exportAll>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<StreamableFile> {
    refuseUpsideDown(query);
    const { format, lang, asOf, ...filter } = query;
    const at = await standpoint(this.parts, asOf);
    // Before the first line leaves: an export that is broken off has shown what it has shown.
    await this.note('events-exported', query, signed, request, {});
    const pages = everyEvent(at, filter, scopeOf(postOf(signed)));
    const file = trailFile(pages, format, lang ?? localeFor(request.headers['accept-language']));
    return new StreamableFile(file, { type: TYPES[format], disposition: `attachment; filename="minqing-events.${format}"` });
  }

  private async note(act: 'events-searched' | 'events-exported', query: EventFilter & { readonly cursor?: string | undefined; readonly asOf?: string | undefined }, signed: Signed, { ip }: FastifyRequest, facts: Readonly<Record<string, number | boolean>>): Promise<void> {
    await noteAudit(this.parts.desk, { act, ...whoOf(postOf(signed)), address: ip, detail: { ...askedFor(query), ...facts, further: query.cursor !== undefined } });
  }
}

function refuseUpsideDown({ from, to, happenedFrom, happenedTo }: EventFilter): void {
  const errors = ([['to', from, to], ['happenedTo', happenedFrom, happenedTo]] as const)
    .flatMap(([path, begin, end]) => (begin !== undefined && end !== undefined && end < begin ? [{ path: `/${path}`, code: 'too-small' as const, params: { minimum: begin } }] : []));
  if (errors.length > 0) throw new HttpProblem('invalid-query', { errors });
}
