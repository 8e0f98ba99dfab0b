import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { destroyedOf, eraseAsSeen, erasureOf, findPersons, Giver, issueNamed, personsNamed, receiptOf, type NamedPersons } from '#application';
import { noteAudit, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { unhurried } from '../http/patience.js';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { envelopeOf } from '../issues/command-giver.js';
import { Jurisdiction } from '../issues/jurisdiction.js';
import { statusOfRefusal } from '../issues/refusal-status.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const access = { act: 'erase-person' } as const;
const preview = {
  id: 'previewErasure', tag: 'erasures', access, summary: 'What would be erased of these persons, in counts; nothing is changed, and the look is noted',
  body: api.ErasurePersons, answers: { 200: { description: 'What is on record of them', schema: api.ErasurePreview } },
} as const satisfies OperationSpec;
const erase = {
  id: 'erasePersons', tag: 'erasures', access, idempotent: true, body: api.ErasureBody,
  summary: 'Erase what the preview showed, for good, by destroying the persons\' keys: an act on record',
  answers: {
    201: { description: 'Erased, with the receipt', schema: api.ErasureResult, headers: ['Location'] },
    202: { description: 'The keys are destroyed, and the store\'s answer was lost: ask again with the same key', schema: api.ErasureResult },
  },
} as const satisfies OperationSpec;
const receipt = {
  id: 'erasureReceipt', tag: 'erasures', access, summary: 'The receipt of an erasure', params: z.strictObject({ erasure: z.uuid() }),
  answers: { 200: { description: 'As it was given', schema: api.ErasureReceipt } },
} as const satisfies OperationSpec;

/** Persons' data, erased by the administrator of the root; the command line does the same by the same service. */
@Controller('api/v1/erasures')
export class ErasuresController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts, @Inject(Giver) private readonly giver: Giver, @Inject(Jurisdiction) private readonly jurisdiction: Jurisdiction) {}

  @Post('preview') @HttpCode(200) @Operation(preview)
  async preview(@Input() { body }: InputOf<typeof preview>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<api.ErasurePreview> {
    const post = await this.allowed(signed, preview.id);
    const { record, vault, desk } = this.parts;
    const persons = await this.persons(body);
    const found = await unhurried(request, () => findPersons(record, persons));
    const shown = { erasure: erasureOf(found), texts: found.texts, keys: found.keys.length, destroyed: await destroyedOf(found, vault), persons: [...found.each] };
    await noteAudit(desk, { act: 'erasure-previewed', ...whoOf(post), address: request.ip, subject: shown.erasure, detail: { persons: found.persons.length, keys: shown.keys, texts: shown.texts } });
    return shown;
  }

  @Post() @Operation(erase)
  async erase(
    @Input() { body }: InputOf<typeof erase>, @Who() signed: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<api.ErasureResult> {
    const post = await this.allowed(signed, body.erasure);
    const { erasure, ground, reference } = body;
    const asked = { ...envelopeOf(signed, request, this.parts.now), ground, reference, who: { ...whoOf(post), address: request.ip } };
    const mark = { read: async () => (await this.parts.recovery()).restore };
    const persons = await this.persons(body);
    const outcome = await unhurried(request, () => eraseAsSeen({ ...this.parts, giver: this.giver, mark }, persons, erasure, asked));
    switch (outcome.status) {
      case 'refused': throw new RefusedCommand(outcome.refusal, statusOfRefusal(outcome.refusal), asked.id);
      case 'command-differs': throw new HttpProblem('idempotency-key-reused', { commandId: asked.id });
      case 'unknown': void reply.code(202); return { status: 'unknown', erasure, receipt: null };
      case 'done': void reply.code(201).header('location', `/api/v1/erasures/${erasure}`); return { status: 'done', erasure, receipt: answered(outcome.receipt) };
    }
  }

  @Get(':erasure') @Operation(receipt)
  async receipt(@Input() { params: { erasure } }: InputOf<typeof receipt>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<api.ErasureReceipt> {
    await this.allowed(signed, erasure);
    const found = await unhurried(request, () => receiptOf(this.parts.record, this.parts.vault, erasure));
    if (!found) throw new HttpProblem('not-found');
    return answered(found);
  }

  private async allowed(signed: Signed, subject: string): Promise<ReturnType<typeof postOf>> {
    const post = postOf(signed);
    await this.jurisdiction.allowForAll(post, 'erase-person', subject);
    return post;
  }

  private async persons(named: NamedPersons): Promise<readonly string[]> {
    const ids = await Promise.all((named.issues ?? []).map((issue) => issueNamed(this.parts, issue)));
    const unknown = ids.flatMap((id, index) => (id === undefined ? [{ path: `/issues/${index}`, code: 'not-accepted' as const }] : []));
    if (unknown.length > 0) throw new HttpProblem('invalid-body', { errors: unknown });
    return personsNamed({ ...named, issues: ids.flatMap((id) => id ?? []) });
  }
}

function answered({ persons, fingerprints, ...receipt }: NonNullable<Awaited<ReturnType<typeof receiptOf>>>): api.ErasureReceipt {
  return { ...receipt, persons: [...persons], fingerprints: [...fingerprints] };
}
