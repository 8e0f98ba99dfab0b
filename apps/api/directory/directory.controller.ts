import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Facts } from '#application';
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
const rulebook: OperationSpec = {
  id: 'rulebook', tag: 'directory', access: 'signed-in', summary: 'The numbers in force now, each with its source',
  answers: { 200: { description: 'The rulebook', schema: api.RulebookShape } },
};

/** What the organisation looks like: units, who holds a post, whom it answers for, under which rules. */
@Controller('api/v1')
export class DirectoryController {
  private readonly facts: Facts;

  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {
    this.facts = new Facts(parts.store, parts.readModels);
  }

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

  @Get('rulebook') @Operation(rulebook)
  rulebook(): Promise<unknown> {
    return this.facts.rulesAt(this.parts.now());
  }
}

/** The post's unit with all below it, also for an administrator, who keeps the organisation and sees no matter. */
function areaOf({ session }: Signed): Scope {
  return { within: [session.active.unit] };
}
