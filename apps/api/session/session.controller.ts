import { Controller, Delete, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { changeOwnPassword, choosePost, commandsOf, queriesOf, type Session, signIn, signOut } from '#identity';
import { type Instant, millisOf } from '#kernel';
import type { PostHolder } from '#projections';
import { api } from '#wire';
import { SessionCookie } from '../access/session-cookie.js';
import { type Signed, Who } from '../access/signed.js';
import { BoardHub } from '../board/board-hub.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { HttpProblem, RefusedCommand } from '../http/problem.js';
import { statusOfRefusal } from '../issues/refusal-status.js';
import { API_PARTS, type ApiParts } from '../parts.js';

const me = { 200: { description: 'Who is signed in, by which post', schema: api.Me } };
const begin = { id: 'signIn', tag: 'session', access: 'anyone', summary: 'Sign in', body: api.SignIn, answers: { 200: { ...me[200], headers: ['Set-Cookie'] } } } as const satisfies OperationSpec;
const end = { id: 'signOut', tag: 'session', access: 'anyone', summary: 'Sign out; also without a live session', answers: { 204: { description: 'Signed out', headers: ['Set-Cookie'] } } } as const satisfies OperationSpec;
const choose = { id: 'choosePost', tag: 'session', access: 'signed-in', summary: 'Act by another of one\'s posts', body: api.ChoosePost, answers: me } as const satisfies OperationSpec;
const change = { id: 'changePassword', tag: 'session', access: 'signed-in', summary: 'Change one\'s own password; every other session of the account ends', body: api.ChangePassword, answers: { 200: { ...me[200], headers: ['Set-Cookie'] } } } as const satisfies OperationSpec;
const who = (segment: string): OperationSpec => ({ id: segment === 'me' ? 'me' : 'session', tag: 'session', access: 'signed-in', summary: 'Who is signed in', answers: me });

@Controller('api/v1')
export class SessionController {
  constructor(
    @Inject(API_PARTS) private readonly parts: ApiParts,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(BoardHub) private readonly hub: BoardHub,
  ) {}

  @Post('session') @HttpCode(200) @Operation(begin)
  async signIn(@Input() { body }: InputOf<typeof begin>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<api.Me> {
    const answer = await signIn(this.parts.desk, { ...body, address: request.ip });
    if (answer.status === 'denied') throw new HttpProblem('sign-in-failed');
    if (answer.status === 'too-many') throw this.tooMany(answer.again);
    await this.endOld(request);
    this.cookie.write(reply, answer.token);
    return meOf(answer.session);
  }

  @Delete('session') @HttpCode(204) @Operation(end)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.endOld(request);
    this.cookie.clear(reply);
  }

  @Put('session/post') @Operation(choose)
  async choosePost(@Input() { body }: InputOf<typeof choose>, @Who() { token }: Signed): Promise<api.Me> {
    const session = await choosePost(this.parts.desk, token, body.post);
    if (!session) throw new HttpProblem('not-found');
    this.hub.endSession(token);
    return meOf(session);
  }

  @Put('session/password') @Operation(change)
  async changePassword(@Input() { body }: InputOf<typeof change>, @Who() { token }: Signed, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<api.Me> {
    const answer = await changeOwnPassword(this.parts.desk, token, { ...body, address: request.ip });
    if (answer.status === 'ended') throw new HttpProblem('not-signed-in');
    if (answer.status === 'refused') throw new RefusedCommand(answer.refusal, statusOfRefusal(answer.refusal));
    if (answer.status === 'too-many') throw this.tooMany(answer.again);
    if (answer.status === 'denied') throw new HttpProblem('present-password-wrong');
    this.hub.endSession(token);
    this.cookie.write(reply, answer.token);
    return meOf(answer.session);
  }

  @Get(['me', 'session']) @Operation(who)
  me(@Who() { session }: Signed): api.Me {
    return meOf(session);
  }

  private tooMany(again: Instant): HttpProblem {
    const seconds = Math.max(1, Math.ceil((millisOf(again) - millisOf(this.parts.now())) / 1_000));
    return new HttpProblem('too-many-requests', { headers: { 'retry-after': String(seconds) } });
  }

  private async endOld(request: FastifyRequest): Promise<void> {
    const token = this.cookie.read(request);
    if (token === undefined) return;
    await signOut(this.parts.desk, token);
    this.hub.endSession(token);
  }
}

function meOf({ cadre, active, posts, expiresAt }: Session): api.Me {
  return { cadre, name: active.name, posts: posts.map(postOf), activePost: postOf(active), commands: [...commandsOf(active.role)], queries: [...queriesOf(active.role)], expiresAt };
}

function postOf({ post, unit, unitName, level, role }: PostHolder): api.Me['activePost'] {
  return { post, unit, unitName, level, role };
}
