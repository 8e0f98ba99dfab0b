import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Inject, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Input } from '../http/input.js';
import { Operation, type InputOf, type OperationSpec } from '../http/operation.js';

export const OPEN_API = Symbol('openapi document');

const ASSETS = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript', 'favicon-32x32.png': 'image/png' } as const;
const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Minqing API</title>
<link rel="icon" href="/api/docs/assets/favicon-32x32.png"><link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const START = "SwaggerUIBundle({ url: '/api/docs/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null });";

const page = { id: 'docs', tag: 'docs', access: 'anyone', summary: 'This interface, to read and try', answers: { 200: { description: 'A page', contentType: 'text/html' } } } as const satisfies OperationSpec;
const start = { id: 'docsStart', tag: 'docs', access: 'anyone', summary: 'The script that opens the page', answers: { 200: { description: 'A script', contentType: 'text/javascript' } } } as const satisfies OperationSpec;
const document = { id: 'openapi', tag: 'docs', access: 'anyone', summary: 'The OpenAPI 3.1 document', answers: { 200: { description: 'The document', schema: z.looseObject({}) } } } as const satisfies OperationSpec;
const asset = {
  id: 'docsAsset', tag: 'docs', access: 'anyone', summary: 'A file of the page',
  params: z.strictObject({ file: z.enum(Object.keys(ASSETS) as [keyof typeof ASSETS]) }),
  answers: { 200: { description: 'A file', contentType: 'application/octet-stream' } },
} as const satisfies OperationSpec;

@Controller('api/docs')
export class DocsController {
  constructor(@Inject(OPEN_API) private readonly openApi: object) {}

  @Get() @Operation(page) @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }

  @Get('start.js') @Operation(start) @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get('openapi.json') @Operation(document)
  document(): object {
    return this.openApi;
  }

  @Get('assets/:file') @Operation(asset) @Header('cache-control', 'public, max-age=86400')
  asset(@Input() { params }: InputOf<typeof asset>, @Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    void reply.type(ASSETS[params.file]);
    return new StreamableFile(createReadStream(join(assets, params.file)), { type: ASSETS[params.file] });
  }
}
