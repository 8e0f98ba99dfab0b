import { Controller, Get, Inject, Req, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { everyIssue, standpoint } from '#application';
import { ledgerFile } from '#audit';
import { noteAudit, scopeOf, whoOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { askedFor } from '../audit/asked.js';
import { Input } from '../http/input.js';
import { localeFor } from '../http/locale.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const exportAll = {
  id: 'exportLedger', tag: 'issues', access: { query: 'export' }, summary: 'All issues that the ledger\'s filters find, with measure and answer, as CSV for spreadsheets; each export is noted',
  query: api.LedgerExportQuery, answers: { 200: { description: 'The file', contentType: 'text/csv' } },
} as const satisfies OperationSpec;

/** The ledger taken away as a file: what the asker sees on the pages of its issues, without who brought them. */
@Controller('api/v1/ledger')
export class LedgerExportController {
  constructor(@Inject(API_PARTS) private readonly parts: ApiParts) {}

  @Get('export') @Operation(exportAll)
  async export(@Input() { query }: InputOf<typeof exportAll>, @Who() signed: Signed, @Req() request: FastifyRequest): Promise<StreamableFile> {
    const { lang, codes, asOf, ...filter } = query;
    const post = postOf(signed);
    const at = await standpoint(this.parts, asOf);
    // Before the first line leaves: an export that is broken off has shown what it has shown.
    await noteAudit(this.parts.desk, { act: 'ledger-exported', ...whoOf(post), address: request.ip, detail: noted(query) });
    const file = ledgerFile(everyIssue(at, filter, scopeOf(post), post), {
      locale: lang ?? localeFor(request.headers['accept-language']), codes: codes === 'true', offsetMinutes: this.parts.settings.offsetMinutes,
    });
    return new StreamableFile(file, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="minqing-ledger.csv"' });
  }
}

/** What was asked for; not the words that titles were searched for, which may name somebody: what is noted is never erased. */
function noted({ q, ...rest }: api.LedgerExportQuery): Record<string, string | number> {
  const asked = askedFor(rest);
  return q === undefined || q === '' ? asked : { ...asked, searched: 'words' };
}
