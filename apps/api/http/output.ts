import type { FastifyInstance } from 'fastify';

/** Lets out only what the route's answer names; a value that does not fit its schema is a fault of ours, not an answer. */
export function letOutWhatIsPromised(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, value, done) => {
    const result = request.operation?.answers[reply.statusCode]?.schema?.safeParse(value);
    if (result && !result.success) done(result.error);
    else done(null, result ? result.data : value);
  });
}
