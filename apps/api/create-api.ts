import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import cookiePlugin from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionCookie } from './access/session-cookie.js';
import { ApiModule } from './api.module.js';
import { BoardHub } from './board/board-hub.js';
import { USUAL_STREAM_LIMITS } from './board/stream-limits.js';
import { readModelsBehind } from './health/behind.js';
import { Metrics, readModelGauges, recoveryGauges, sealGauges } from './health/metrics.js';
import { sealStanding } from './health/seal-standing.js';
import { BODY_LIMIT, takeJsonOnly } from './http/json-body.js';
import { NestLog } from './http/nest-log.js';
import { letOutWhatIsPromised } from './http/output.js';
import { localeFor } from './http/locale.js';
import { USUAL_PATIENCE } from './http/patience.js';
import { problemOfStatus } from './http/problem.js';
import { documentOfProblem } from './http/problem-document.js';
import { ProblemFilter, sendProblem } from './http/problem.filter.js';
import { RouteTable } from './http/route-table.js';
import { refuseCrossSite } from './http/same-origin.js';
import { sendSecurityHeaders } from './http/security-headers.js';
import type { ApiParts } from './parts.js';
import { serveWeb } from './web/serve-web.js';

const REQUEST_TIMEOUT_MS = 30_000;
/** How long requests under way, and clients that keep a connection open, may hold up the closing. */
const CLOSING_GRACE_MS = 5_000;

export interface Api {
  readonly app: NestFastifyApplication;
  readonly table: RouteTable;
}

/**
 * The whole interface, ready to listen. Closing `app` ends the streams and lets requests under way finish; the parts stay
 * open, for whoever handed them in to close.
 */
export async function createApi(parts: ApiParts): Promise<Api> {
  const { logger, settings } = parts;
  const secure = settings.publicUrl.startsWith('https:');
  const { standstillMs } = { ...USUAL_PATIENCE, ...settings.patience };
  const metrics = new Metrics();
  readModelGauges(metrics.registry, () => readModelsBehind(parts));
  recoveryGauges(metrics.registry, parts.recovery);
  sealGauges(metrics.registry, () => sealStanding(parts));
  metrics.gauge('minqing_person_keys_lost', 'Keys of persons that this process asked for in vain: texts that nobody erased cannot be read, and verify names them', () => parts.vault.lost);
  const hub = new BoardHub({ readModels: parts.readModels, now: parts.now, logger, mostListeners: settings.mostStreams, limits: { ...USUAL_STREAM_LIMITS, ...settings.streams } });
  const cookie = new SessionCookie(secure);
  const adapter = new FastifyAdapter({
    logger: false, bodyLimit: BODY_LIMIT, requestTimeout: REQUEST_TIMEOUT_MS, connectionTimeout: standstillMs, forceCloseConnections: 'idle', exposeHeadRoutes: false,
    trustProxy: [...settings.trustedProxies], genReqId: () => randomUUID(), frameworkErrors: answerUnreadable,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const table = new RouteTable(fastify);
  await prepare(fastify, { settings, secure, metrics, hub, logger });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts, { cookie, metrics, hub }), adapter, { bodyParser: false, logger: new NestLog(logger), abortOnError: false });
  app.useGlobalFilters(new ProblemFilter(logger, table));
  if (existsSync(settings.webRoot)) await serveWeb(fastify, settings.webRoot);
  await app.init();
  await fastify.ready();
  return { app, table };
}

/** An address that the router cannot read never comes to a route, nor to the filter of problems. */
function answerUnreadable(error: { readonly statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
  const locale = localeFor(request.headers['accept-language']);
  sendProblem(reply, locale, documentOfProblem(problemOfStatus(error.statusCode ?? 400, error), locale));
}

type Surroundings = Pick<ApiParts, 'settings' | 'logger'> & { readonly secure: boolean; readonly metrics: Metrics; readonly hub: BoardHub };

async function prepare(fastify: FastifyInstance, { settings, secure, metrics, hub, logger }: Surroundings): Promise<void> {
  fastify.decorateRequest('signed', null);
  fastify.decorateRequest('operation', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // What is shown is for this session and this moment; pages and files say otherwise for themselves.
    if (request.routeOptions.url?.startsWith('/api/v1')) void reply.header('cache-control', 'no-store');
    done();
  });
  sendSecurityHeaders(fastify, secure);
  await fastify.register(cookiePlugin);
  refuseCrossSite(fastify, new URL(settings.publicUrl).origin);
  takeJsonOnly(fastify);
  letOutWhatIsPromised(fastify);
  fastify.addHook('preClose', (done) => {
    hub.close();
    setTimeout(() => fastify.server.closeAllConnections(), CLOSING_GRACE_MS).unref();
    done();
  });
  metrics.watch(fastify, logger);
  metrics.gauge('minqing_board_listeners', 'Streams of the board that are open', () => hub.listening);
}
