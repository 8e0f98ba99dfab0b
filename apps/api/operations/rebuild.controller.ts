import { Controller, HttpCode, Inject, Ip, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nameOf, takeRebuildStep } from '#application';
import { actorOf, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { unhurried } from '../http/patience.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { ReadModelPath } from './read-model-path.js';

const SUMMARIES: Readonly<Record<api.RebuildStep, string>> = {
  beside: 'Have a read model built anew beside the live one, which goes on',
  compare: 'Compare what was built beside with the live one, row by row',
  switch: 'Put what was built beside in the live one\'s place; that is kept',
  undo: 'Put the one that stood there before back in its place',
  drop: 'Remove what is kept beside the live one',
};

const byStep = (step: string) => ({
  id: `readModel-${step}`, tag: 'operations', access: { act: 'rebuild-read-model' }, params: ReadModelPath, body: api.RebuildStepBody,
  summary: SUMMARIES[step as api.RebuildStep],
  answers: step === 'beside'
    ? { 202: { description: 'Asked for: the operations tell how it stands', schema: api.RebuildStepResult } }
    : { 200: { description: 'Done', schema: api.RebuildStepResult } },
}) as const satisfies OperationSpec;

/** The acts of a rebuild, one after the other. */
@Controller('api/v1/operations/read-models')
export class RebuildController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Post(api.REBUILD_STEPS.map((step) => `:name/${step}`)) @HttpCode(200) @Operation(byStep)
  async take(
    @Input() { params: { name } }: InputOf<{ params: typeof ReadModelPath; body: typeof api.RebuildStepBody }>,
    @Who() signed: Signed, @Ip() address: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.RebuildStepResult> {
    const step = request.routeOptions.url!.slice(request.routeOptions.url!.lastIndexOf('/') + 1) as api.RebuildStep;
    const post = postOf(signed);
    await this.jurisdiction.allowForAll(post, 'rebuild-read-model', name);
    const { operators: { rebuilds }, desk } = this.parts;
    const { events, comparison } = await unhurried(request, () => takeRebuildStep({ rebuilds, desk }, {
      step: step === 'beside' ? 'ask' : step, readModel: name, by: nameOf(actorOf(post)), who: { ...whoOf(post), address },
    }));
    if (step === 'beside') void reply.code(202);
    return { readModel: name, step, position: events ?? null, comparison: comparison ? shown(comparison) : null };
  }
}

function shown({ position, versions, tables }: NonNullable<Awaited<ReturnType<typeof takeRebuildStep>>['comparison']>): api.ReadModelComparison {
  return { position, versions, tables: tables.map((table) => ({ ...table, keys: [...table.keys] })) };
}
