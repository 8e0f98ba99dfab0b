import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.js';

/** The caller's own name for this intention: 1–128 visible ASCII characters. */
export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) throw new HttpProblem('idempotency-key-required');
  return key;
}
