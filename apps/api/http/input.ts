import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { HttpProblem } from './problem.js';
import { unstorableText } from './text-checks.js';

/** The request's parts as the route's schemas understand them. A part without a schema is not handed over. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { params, query, body } = request.operation!;
  return {
    params: params && checked(params, request.params, 'not-found'),
    query: checkedQuery(query, request.query),
    body: body && checked(body, request.body, 'invalid-body'),
  };
});

function checkedQuery(schema: z.ZodObject | undefined, query: unknown): unknown {
  if (schema) return checked(schema, query, 'invalid-query');
  const given = Object.keys(query as object);
  if (given.length === 0) return undefined;
  throw new HttpProblem('invalid-query', { errors: given.slice(0, 20).map((path) => ({ path: `/${path}`, code: 'unknown-key' })) });
}

function checked(schema: z.ZodType, value: unknown, code: 'not-found' | 'invalid-query' | 'invalid-body'): unknown {
  const unstorable = unstorableText(value).slice(0, 20);
  if (unstorable.length > 0) throw new HttpProblem(code, code === 'not-found' ? {} : { errors: unstorable });
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new HttpProblem(code, code === 'not-found' ? {} : { errors: fieldErrors(result.error) });
}
