import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, mergeMap, type Observable, tap } from 'rxjs';
import type { ReadModels } from '#projections';
import { operationIn } from './input.js';
import { HttpProblem } from './problem.js';

export const POSITION_HEADER = 'minqing-position';
const LONGEST_WAIT_MS = 5_000;

/** Lets a query be asked to wait until the read models have reached a position, and tells the position it was read at. */
@Injectable()
export class PositionInterceptor implements NestInterceptor {
  constructor(private readonly readModels: Pick<ReadModels, 'waitFor'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!operationIn(context).waits) return next.handle();
    const http = context.switchToHttp();
    const wanted = positionIn(http.getRequest<FastifyRequest>().headers[POSITION_HEADER]);
    const reply = http.getResponse<FastifyReply>();
    return from(this.reach(wanted)).pipe(mergeMap(() => next.handle()), tap((page: unknown) => {
      const { position } = page as { position?: unknown };
      if (typeof position === 'number') void reply.header(POSITION_HEADER, String(position));
    }));
  }

  private async reach(position: number): Promise<void> {
    if (position === 0 || await this.readModels.waitFor(position, LONGEST_WAIT_MS)) return;
    throw new HttpProblem('read-model-behind', { params: { position }, headers: { 'retry-after': '1' } });
  }
}

function positionIn(header: string | string[] | undefined): number {
  if (header === undefined) return 0;
  const position = /^\d{1,15}$/.test(String(header)) ? Number(header) : NaN;
  if (Number.isNaN(position)) throw new HttpProblem('bad-position');
  return position;
}
