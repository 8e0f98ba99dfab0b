import type { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: string;
  /** As the router writes it: `/api/v1/issues/:id`. */
  readonly pattern: string;
}

/** Every route of the server, noted as it is registered: for the answer 405 and for the tests that list them. */
export class RouteTable {
  readonly routes: Route[] = [];

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) this.routes.push({ method: one, pattern: url });
    });
  }

  /** Methods that this path would answer to; the catch-all of the web pages does not count. */
  methodsAt(path: string): string[] {
    const parts = path.split('/');
    return this.routes.filter(({ pattern }) => !pattern.includes('*') && fits(pattern.split('/'), parts)).map(({ method }) => method);
  }
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length
    && pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]));
}
