import { Controller, Get, HttpCode, Inject, Ip, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Giver, skipAtStop } from '#application';
import { type AdministrationAct, actorOf, mayAdminister, noteAudit, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { answer as answerInTime } from '../health/answer.js';
import { readModelsBehind } from '../health/behind.js';
import { Readiness, type RecordStatus } from '../health/readiness.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { RefusedCommand } from '../http/problem.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { statusOfRefusal } from '../issues/refusal-status.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { ReadModelPath } from './read-model-path.js';
import { standingOf } from './standing.js';

const operations = {
  id: 'operations', tag: 'operations', access: { query: 'operations' }, summary: 'How the record, the read models, the clock, the seals and the calendar stand',
  answers: { 200: { description: 'Now', schema: api.Operations } },
} as const satisfies OperationSpec;
const skip = {
  id: 'skipEvent', tag: 'operations', access: { act: 'skip-event' }, params: ReadModelPath, body: api.SkipBody,
  summary: 'Let a read model that stopped at an event go on without it: an act on record, told with the read model until it is rebuilt',
  answers: { 200: { description: 'It goes on', schema: api.SkipResult }, 202: { description: 'The store\'s answer was lost and it still stands there: ask again', schema: api.SkipResult } },
} as const satisfies OperationSpec;

/** What the product runs on, for its operators, and what they may do about it. */
@Controller('api/v1/operations')
export class OperationsController {
  constructor(
    @Inject(API_PARTS) private readonly parts: ApiParts,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Giver) private readonly giver: Giver,
    @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction,
  ) {}

  @Get() @Operation(operations)
  async operations(@Who() signed: Signed): Promise<api.Operations> {
    const { operators, now } = this.parts;
    const [{ parts: { record, clock, seals, calendar } }, readModels] = await Promise.all([
      this.readiness.report(), answerInTime(() => readModelsBehind(this.parts)),
    ]);
    const { position } = record;
    const directory = await this.parts.readModels.directory();
    const may = (act: AdministrationAct): boolean => mayAdminister(postOf(signed), act, directory);
    return {
      at: now(),
      maySkip: may('skip-event'), mayRebuild: may('rebuild-read-model'), mayErase: may('erase-person'),
      record: { status: statusOf(record.status, operators.store()), position, epoch: record.epoch },
      readModels: readModels && readModels.map(standingOf),
      clock,
      seals,
      calendar,
    };
  }

  @Post('read-models/:name/skip') @HttpCode(200) @Operation(skip)
  async skip(
    @Input() { params: { name }, body: { position, reason } }: InputOf<typeof skip>, @Who() signed: Signed, @Ip() address: string, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.SkipResult> {
    const post = postOf(signed);
    await this.jurisdiction.allowForAll(post, 'skip-event', name);
    const outcome = await skipAtStop({ giver: this.giver, stops: this.parts.operators.stops }, { readModel: name, position, reason, by: actorOf(post), at: this.parts.now() });
    if (outcome.status === 'refused') throw new RefusedCommand(outcome.refusal, statusOfRefusal(outcome.refusal));
    if (outcome.status === 'done') {
      const { eventType, code, copy } = outcome.stop;
      await noteAudit(this.parts.desk, { act: 'event-skipped', ...whoOf(post), address, subject: name, detail: { position, eventType, code, copy } });
    } else void reply.code(202);
    return { status: outcome.status, readModel: name, position };
  }
}

/** What the readiness tells of the record goes before how this process's way to the store is. */
function statusOf(record: RecordStatus, store: ReturnType<ApiParts['operators']['store']>): api.Operations['record']['status'] {
  switch (record) {
    case 'down': return 'unreachable';
    case 'gap-undeclared': case 'restore-unfinished': return record;
    case 'up': case 'frozen': return store;
  }
}
