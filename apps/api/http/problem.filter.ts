import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isAbsence } from '#database';
import { Fault } from '#kernel';
import type { api } from '#wire';
import { localeFor } from './locale.js';
import { HttpProblem, problemOfFault, problemOfStatus, RefusedCommand, unavailable } from './problem.js';
import { documentOfProblem, documentOfRefusal } from './problem-document.js';
import type { RouteTable } from './route-table.js';

/** The one place where anything but success becomes an answer: a problem document in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger, private readonly table: RouteTable) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    const locale = localeFor(request.headers['accept-language']);
    if (exception instanceof RefusedCommand) {
      sendProblem(reply, locale, documentOfRefusal(exception, locale));
      return;
    }
    const problem = this.problemOf(exception, request);
    if (problem.status >= 500) this.logger.error({ err: problem.cause ?? exception, code: problem.code, requestId: request.id }, 'request failed');
    for (const [name, value] of Object.entries(problem.facts.headers ?? {})) void reply.header(name, value);
    sendProblem(reply, locale, documentOfProblem(problem, locale));
  }

  private problemOf(exception: unknown, request: FastifyRequest): HttpProblem {
    if (exception instanceof HttpProblem) return exception;
    if (exception instanceof Fault) return problemOfFault(exception) ?? new HttpProblem('internal-fault', { cause: exception });
    if (isAbsence(exception)) return unavailable(exception);
    const status = exception instanceof HttpException ? exception.getStatus() : statusOf(exception);
    if (status === 404) return this.unknownRoute(request);
    return problemOfStatus(status, exception);
  }

  private unknownRoute(request: FastifyRequest): HttpProblem {
    const path = (request.raw.url ?? '').split('?', 1)[0]!;
    const allowed = [...new Set(this.table.methodsAt(path))];
    if (allowed.length === 0 || allowed.includes(request.method)) return new HttpProblem('not-found');
    return new HttpProblem('method-not-allowed', { headers: { allow: allowed.join(', ') } });
  }
}

function statusOf(exception: unknown): number {
  const status = (exception as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** Writes a problem document as the answer. */
export function sendProblem(reply: FastifyReply, locale: string, document: api.Problem): void {
  void reply.code(document.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', locale)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(document));
}
