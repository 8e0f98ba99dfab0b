import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ActingPost, Session } from '#identity';
import type { OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';

/** A live session, as the access guard found it. */
export interface Signed {
  readonly token: string;
  readonly session: Session;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; null where a route takes anyone. */
    signed: Signed | null;
    /** Set by the access guard: what the route that the request is on promises. */
    operation: OperationSpec | null;
  }
}

/** Who is asking. Only for routes that need a session. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Signed => {
  const { signed } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!signed) throw new HttpProblem('not-signed-in');
  return signed;
});

export function postOf({ session }: Signed): ActingPost {
  const { cadre, post, unit, role } = session.active;
  return { cadre, post, unit, role };
}
