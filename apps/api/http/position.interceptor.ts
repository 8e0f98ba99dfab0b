import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, mergeMap, type Observable, tap } from 'rxjs';
import { z } from 'zod';
import { API_PARTS, type ApiParts } from '../parts.js';
import type { OperationSpec } from './operation.js';
import { HttpProblem } from './problem.js';

const POSITION_HEADER = 'minqing-position';
const LONGEST_WAIT_MS = 5_000;

/**
 * Lets a query be asked to wait until the read models have reached a position, and tells the position it was read at: the
 * page's own, or that of all read models just before, which the answer shows at the least.
 */
@Injectable()
export class PositionInterceptor implements NestInterceptor {
  constructor(@Inject(API_PARTS) private readonly parts: Pick<ApiParts, 'readModels'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const wanted = positionIn(request.headers[POSITION_HEADER]);
    const reply = http.getResponse<FastifyReply>();
    return from(this.reach(wanted, request.operation!)).pipe(mergeMap((before) => next.handle().pipe(tap((answer: unknown) => {
      void reply.header(POSITION_HEADER, String(before ?? (answer as { readonly position: number }).position));
    }))));
  }

  /** The position that is read at now; null when the answer itself will tell. */
  private async reach(wanted: number, operation: OperationSpec): Promise<number | null> {
    if (wanted > 0 && !(await this.parts.readModels.waitFor(wanted, LONGEST_WAIT_MS))) {
      throw new HttpProblem('read-model-behind', { params: { position: wanted }, headers: { 'retry-after': '1' } });
    }
    return hasPosition(operation) ? null : await this.parts.readModels.position();
  }
}

function hasPosition({ answers }: OperationSpec): boolean {
  const schema = answers[200]?.schema;
  return schema instanceof z.ZodObject && 'position' in schema.shape;
}

function positionIn(header: string | string[] | undefined): number {
  if (header === undefined) return 0;
  const position = /^\d{1,15}$/.test(String(header)) ? Number(header) : NaN;
  if (Number.isNaN(position)) throw new HttpProblem('bad-position');
  return position;
}
