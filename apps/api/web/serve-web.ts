import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const INDEX = 'index.html';
const YEAR_MS = 31_536_000_000;
/** What belongs to the interface for programs is never answered with a page. */
const NOT_A_PAGE = /^\/*(api|health|metrics)(\/|$)/i;

/** Serves the built web pages: its files by name, and the start page for every other address that a person may type. */
export async function serveWeb(fastify: FastifyInstance, root: string): Promise<void> {
  const files = new Set(readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')));
  if (!files.has(INDEX)) return;
  await fastify.register(fastifyStatic, { root, serve: false });
  fastify.get('/*', { exposeHeadRoute: true }, (request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply) => {
    const path = request.params['*'];
    if (NOT_A_PAGE.test(path)) return reply.callNotFound();
    if (files.has(path) && path !== INDEX) return reply.sendFile(path, cachingOf(path));
    if (/\.\w{1,8}$/.test(path) && path !== INDEX) return reply.callNotFound();
    return reply.header('cache-control', 'no-cache').sendFile(INDEX, { cacheControl: false });
  });
}

/** Vite names the files under assets/ by their content: they never change. */
function cachingOf(path: string): { maxAge: number; immutable: boolean } {
  const isHashed = path.startsWith('assets/');
  return { maxAge: isHashed ? YEAR_MS : 0, immutable: isHashed };
}
