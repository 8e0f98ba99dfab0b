import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses unsafe requests that a page of another site makes a browser send. Programs send neither header and pass:
 * they hold no ambient cookie. `origin` is the address people use, such as `https://minqing.example`.
 */
export function refuseCrossSite(fastify: FastifyInstance, origin: string): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isCrossSite(request, origin) ? new HttpProblem('cross-site-request') : undefined);
  });
}

function isCrossSite(request: FastifyRequest, ours: string): boolean {
  if (SAFE.has(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = request.headers;
  return origin !== undefined && origin !== ours && !isLoopbackPage(origin, host);
}

/** On the machine itself the page may be opened by any of its loopback names; it must be the one asked for. */
function isLoopbackPage(origin: string, host: string | undefined): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin) && origin === `http://${host}`;
}
