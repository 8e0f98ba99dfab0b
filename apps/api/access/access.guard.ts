import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Desk, mayAsk, mayEverAdminister, mayEverGive, networkOf, noteAudit, touchSession, whoOf } from '#identity';
import { operationOf, type OperationSpec } from '../http/operation.js';
import { HttpProblem } from '../http/problem.js';
import { RateLimiter } from '../http/rate-limiter.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { SessionCookie } from './session-cookie.js';
import type { Signed } from './signed.js';

/** Stands before every route: what the route's declaration does not open is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly desk: Desk;
  private readonly perSession: RateLimiter;
  private readonly perAddress: RateLimiter;

  constructor(@Inject(API_PARTS) parts: ApiParts, private readonly cookie: SessionCookie) {
    this.desk = parts.desk;
    this.perSession = new RateLimiter(parts.settings.requestsPerMinute);
    this.perAddress = new RateLimiter(parts.settings.openRequestsPerMinute);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const operation = operationOf(context.getHandler(), request.routeOptions.url ?? '');
    if (!operation) throw new TypeError(`route without @Operation: ${request.routeOptions.url}`);
    request.operation = operation;
    if (operation.access === 'loopback') return isOnThisMachine(request);
    if (operation.access === 'anyone') {
      limit(this.perAddress, networkOf(request.ip));
      return true;
    }
    const signed = await this.signedIn(request);
    limit(this.perSession, signed.token);
    if (!isAllowed(operation, signed)) await this.deny(operation, signed, request);
    request.signed = signed;
    return true;
  }

  /**
   * A token that was never found here may be made up, and the look for it costs a question: it counts against its address unless it is
   * found. Whose token is known is not kept out by what others at the same address try.
   */
  private async signedIn(request: FastifyRequest): Promise<Signed> {
    const token = this.cookie.read(request);
    if (token === undefined) throw new HttpProblem('not-signed-in');
    const address = networkOf(request.ip);
    const known = this.perSession.knows(token);
    if (!known) limit(this.perAddress, address);
    const session = await touchSession(this.desk, token);
    if (!session) {
      this.perSession.forget(token);
      throw new HttpProblem('not-signed-in');
    }
    if (!known) this.perAddress.giveBack(address);
    return { token, session };
  }

  private async deny(operation: OperationSpec, { session }: Signed, request: FastifyRequest): Promise<never> {
    await noteAudit(this.desk, { act: 'access-denied', ...whoOf(session.active), address: request.ip, subject: operation.id });
    throw new HttpProblem('role-not-allowed');
  }
}

function isAllowed({ access }: OperationSpec, { session }: Signed): boolean {
  const { role } = session.active;
  if (typeof access === 'string') return access === 'signed-in';
  if ('query' in access) return mayAsk(role, access.query);
  return 'act' in access ? mayEverAdminister(role, access.act) : mayEverGive(role, access.command);
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** A request that a proxy passed on is not one of this machine, even when the proxy is; nor is one that only says so. */
function isOnThisMachine(request: FastifyRequest): boolean {
  if (LOOPBACK.test(request.ip) && LOOPBACK.test(request.socket.remoteAddress ?? '')) return true;
  throw new HttpProblem('not-found');
}

function limit(limiter: RateLimiter, key: string): void {
  const wait = limiter.take(key, performance.now());
  if (wait > 0) throw new HttpProblem('too-many-requests', { headers: { 'retry-after': String(wait) } });
}
