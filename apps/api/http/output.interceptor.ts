import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { operationIn } from './input.js';

/** Lets out only what the route's answer names; a value that does not fit its schema is a fault of ours, not an answer. */
@Injectable()
export class OutputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { answers } = operationIn(context);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((value: unknown) => {
      const schema = answers[reply.statusCode]?.schema;
      return schema ? schema.parse(value) : value;
    }));
  }
}
