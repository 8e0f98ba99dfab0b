import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { dateAt } from '#kernel';
import type { PostHolder, ReadModels, Scope } from '#projections';
import { api } from '#wire';
import { type Signed, Who } from '../access/signed.js';
import { Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const list = (id: string, query: 'units' | 'cadres' | 'households' | 'topics', summary: string, row: z.ZodType): OperationSpec =>
  ({ id, tag: 'directory', access: { query }, summary, waits: true, answers: { 200: { description: 'All of them', schema: z.array(row) } } });

const units = list('units', 'units', 'The tree of units', api.UnitShape);
const cadres = list('cadres', 'cadres', 'Who holds which post today in one\'s area', api.CadreShape);
const households = list('households', 'households', 'The households of one\'s area', api.HouseholdShape);
const topics = list('topics', 'topics', 'The topics that issues of one\'s area have been given', api.TopicShape);

/** What the organisation looks like: units, who holds a post, whom it answers for. */
@Controller('api/v1')
export class DirectoryController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get('units') @Operation(units)
  units(): Promise<readonly api.UnitShape[]> {
    return this.parts.readModels.units();
  }

  @Get('cadres') @Operation(cadres)
  cadres(@Who() signed: Signed): Promise<readonly PostHolder[]> {
    const { now, settings, readModels } = this.parts;
    return readModels.cadres(areaOf(signed), dateAt(now(), settings.offsetMinutes));
  }

  @Get('households') @Operation(households)
  households(@Who() signed: Signed): ReturnType<ReadModels['households']> {
    return this.parts.readModels.households(areaOf(signed));
  }

  @Get('topics') @Operation(topics)
  async topics(@Who() signed: Signed): Promise<{ topic: string }[]> {
    return (await this.parts.readModels.topics(areaOf(signed))).map((topic) => ({ topic }));
  }
}

/** The post's unit with all below it, also for an administrator, who keeps the organisation and sees no matter. */
function areaOf({ session }: Signed): Scope {
  return { within: [session.active.unit] };
}
