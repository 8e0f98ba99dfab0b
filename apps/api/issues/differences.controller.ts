import { Controller, Get, Inject } from '@nestjs/common';
import { differencesBetween } from '#application';
import { scopeOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const differences = {
  id: 'differences', tag: 'issues', access: { query: 'ledger' }, summary: 'What of one\'s area is different between two moments: issues, counts, figures, roster, rules', waits: true,
  query: api.DifferencesQuery, answers: { 200: { description: 'A page of issues, and on the first one the whole', schema: api.Differences } },
} as const satisfies OperationSpec;

@Controller('api/v1/differences')
export class DifferencesController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get() @Operation(differences)
  differences(@Input() { query }: InputOf<typeof differences>, @Who() signed: Signed): Promise<api.Differences> {
    return differencesBetween({ ...this.parts, offsetMinutes: this.parts.settings.offsetMinutes }, query, scopeOf(postOf(signed)));
  }
}
