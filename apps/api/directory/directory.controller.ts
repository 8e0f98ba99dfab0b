import { Controller, Get, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { standpoint } from '#application';
import { mayEverGive } from '#identity';
import { dateAt } from '#kernel';
import type { Scope } from '#projections';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const list = <S extends z.ZodObject>(id: 'units' | 'cadres' | 'topics', summary: string, schema: S) =>
  ({ id, tag: 'directory', access: { query: id }, summary, waits: true, query: api.AsOfQuery, answers: { 200: { description: 'All of them', schema } } }) as const satisfies OperationSpec;

const units = list('units', 'The tree of units', api.Units);
const cadres = {
  ...list('cadres', 'Who holds which post today in one\'s area or anywhere, or held it as of a past day', api.Cadres), query: api.CadresQuery,
} as const satisfies OperationSpec;
const households = {
  id: 'households', tag: 'directory', access: { query: 'households' }, summary: 'The households of one\'s area, and those that the roster leads one to today', waits: true,
  query: api.HouseholdsQuery, answers: { 200: { description: 'A page, by code', schema: api.Households } },
} as const satisfies OperationSpec;
const topics = list('topics', 'The topics that issues of one\'s area have been given', api.Topics);
const roster = {
  id: 'roster', tag: 'directory', access: { query: 'roster' }, summary: 'Who answers for whom in one\'s area, today or on any day', waits: true,
  query: api.RosterQuery, answers: { 200: { description: 'A page, unit by unit', schema: api.RosterPage } },
} as const satisfies OperationSpec;

const reportAreas = {
  id: 'reportAreas', tag: 'directory', access: { query: 'units' }, summary: 'The areas that one may report for, by one\'s post and by the roster', waits: true,
  answers: { 200: { description: 'All of them', schema: api.ReportAreas } },
} as const satisfies OperationSpec;

const PAGE = 50;

/** What the organisation looks like, or looked like: units, who holds a post, whom it answers for, where it may report. */
@Controller('api/v1')
export class DirectoryController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Get('units') @Operation(units)
  async units(@Input() { query }: InputOf<typeof units>): Promise<api.Units> {
    const { readModels, asOf } = await standpoint(this.parts, query.asOf);
    return { rows: [...await readModels.units()], asOf };
  }

  @Get('report-areas') @Operation(reportAreas)
  async reportAreas(@Who() signed: Signed): Promise<api.ReportAreas> {
    return { rows: [...await this.jurisdiction.reportAreas(postOf(signed))] };
  }

  @Get('cadres') @Operation(cadres)
  async cadres(@Input() { query }: InputOf<typeof cadres>, @Who() signed: Signed): Promise<api.Cadres> {
    const { readModels, now, asOf } = await standpoint(this.parts, query.asOf);
    return { rows: [...await readModels.cadres(query.everywhere ? 'everything' : areaOf(signed), dateAt(now(), this.parts.settings.offsetMinutes))], asOf };
  }

  @Get('households') @Operation(households)
  async households(@Input() { query }: InputOf<typeof households>, @Who() signed: Signed): Promise<api.Households> {
    const { readModels, asOf } = await standpoint(this.parts, query.asOf);
    return { ...await readModels.households({ limit: PAGE, ...query }, areaOf(signed), await this.jurisdiction.linked(postOf(signed))), asOf };
  }

  @Get('topics') @Operation(topics)
  async topics(@Input() { query }: InputOf<typeof topics>, @Who() signed: Signed): Promise<api.Topics> {
    const { readModels, asOf } = await standpoint(this.parts, query.asOf);
    return { rows: (await readModels.topics(areaOf(signed))).map((topic) => ({ topic })), asOf };
  }

  @Get('roster') @Operation(roster)
  async roster(@Input() { query }: InputOf<typeof roster>, @Who() signed: Signed): Promise<api.RosterPage> {
    const { readModels, now, asOf } = await standpoint(this.parts, query.asOf);
    const onDate = query.onDate ?? dateAt(now(), this.parts.settings.offsetMinutes);
    const found = await readModels.roster({ limit: PAGE, ...query }, areaOf(signed), onDate);
    return { ...found, rows: found.rows.map((row) => ({ ...row, mayRead: asOf === null && mayReadBehind(row, signed) })), onDate, asOf };
  }
}

/** A household is named to whose area it lies in; that far reaches, where the role has it, the right to read who lives there. */
function mayReadBehind({ kind, targetName }: api.RosterShape, signed: Signed): boolean {
  return kind === 'contact-household' && targetName !== null && mayEverGive(postOf(signed).role, 'read-household');
}

/** The post's unit with all below it, also for an administrator, who keeps the organisation and sees no matter. */
function areaOf({ session }: Signed): Scope {
  return { within: [session.active.unit] };
}
