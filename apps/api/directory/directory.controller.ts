import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { standpoint } from '#application';
import { dateAt } from '#kernel';
import type { PostHolder, RosterEntry, Scope, Views } from '#projections';
import { api } from '#wire';
import { type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const list = <Q extends z.ZodObject>(id: 'units' | 'cadres' | 'households' | 'topics' | 'roster', summary: string, row: z.ZodType, query: Q) =>
  ({ id, tag: 'directory', access: { query: id }, summary, waits: true, query, answers: { 200: { description: 'All of them', schema: z.array(row) } } }) as const satisfies OperationSpec;

const units = list('units', 'The tree of units', api.UnitShape, api.AsOfQuery);
const cadres = list('cadres', 'Who holds which post today in one\'s area, or held it as of a past day', api.CadreShape, api.AsOfQuery);
const households = list('households', 'The households of one\'s area', api.HouseholdShape, api.AsOfQuery);
const topics = list('topics', 'The topics that issues of one\'s area have been given', api.TopicShape, api.AsOfQuery);
const roster = list('roster', 'Who answers for whom in one\'s area, today or on any day', api.RosterShape, api.RosterQuery);

/** What the organisation looks like, or looked like: units, who holds a post, whom it answers for. */
@Controller('api/v1')
export class DirectoryController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get('units') @Operation(units)
  async units(@Input() { query }: InputOf<typeof units>): Promise<readonly api.UnitShape[]> {
    const { readModels } = await standpoint(this.parts, query.asOf);
    return await readModels.units();
  }

  @Get('cadres') @Operation(cadres)
  async cadres(@Input() { query }: InputOf<typeof cadres>, @Who() signed: Signed): Promise<readonly PostHolder[]> {
    const { readModels, now } = await standpoint(this.parts, query.asOf);
    return await readModels.cadres(areaOf(signed), dateAt(now(), this.parts.settings.offsetMinutes));
  }

  @Get('households') @Operation(households)
  async households(@Input() { query }: InputOf<typeof households>, @Who() signed: Signed): ReturnType<Views['households']> {
    const { readModels } = await standpoint(this.parts, query.asOf);
    return await readModels.households(areaOf(signed));
  }

  @Get('topics') @Operation(topics)
  async topics(@Input() { query }: InputOf<typeof topics>, @Who() signed: Signed): Promise<{ topic: string }[]> {
    const { readModels } = await standpoint(this.parts, query.asOf);
    return (await readModels.topics(areaOf(signed))).map((topic) => ({ topic }));
  }

  @Get('roster') @Operation(roster)
  async roster(@Input() { query }: InputOf<typeof roster>, @Who() signed: Signed): Promise<readonly RosterEntry[]> {
    const { readModels, now } = await standpoint(this.parts, query.asOf);
    return await readModels.roster(query, areaOf(signed), query.onDate ?? dateAt(now(), this.parts.settings.offsetMinutes));
  }
}

/** The post's unit with all below it, also for an administrator, who keeps the organisation and sees no matter. */
function areaOf({ session }: Signed): Scope {
  return { within: [session.active.unit] };
}
