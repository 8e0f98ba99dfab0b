import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FindBoard } from '#application';
import { isSessionAlive, scopeOf } from '#identity';
import { api } from '#wire';
import { postOf, type Signed, Who } from '../access/signed.js';
import { Input } from '../http/input.js';
import { type InputOf, Operation, type OperationSpec } from '../http/operation.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { BoardHub } from './board-hub.js';
import { openStream } from './event-stream.js';

const board = {
  id: 'board', tag: 'board', access: { query: 'board' }, summary: 'The open issues, soonest deadline first', waits: true,
  query: api.BoardQuery, answers: { 200: { description: 'A page', schema: api.BoardPage } },
} as const satisfies OperationSpec;
const stream = {
  id: 'boardStream', tag: 'board', access: { query: 'board' }, summary: 'Changes of the board as they come: events `board` (BoardChange) and `reload` (BoardReload)',
  query: api.BoardStreamQuery, answers: { 200: { description: 'Server-sent events', contentType: 'text/event-stream' } },
} as const satisfies OperationSpec;

@Controller('api/v1/board')
export class BoardController {
  constructor(
    @Inject(QueryBus) private readonly bus: QueryBus,
    @Inject(BoardHub) private readonly hub: BoardHub,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  @Get() @Operation(board)
  board(@Input() { query }: InputOf<typeof board>, @Who() signed: Signed): Promise<api.BoardPage> {
    return this.bus.execute(new FindBoard(query, scopeOf(postOf(signed)), postOf(signed)));
  }

  @Get('stream') @Operation(stream)
  async stream(@Input() { query }: InputOf<typeof stream>, @Who() signed: Signed, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { token } = signed;
    const acting = postOf(signed);
    this.hub.admit(acting.cadre);
    const listener = {
      scope: scopeOf(acting),
      cadre: acting.cadre,
      sessionId: token,
      isAlive: () => isSessionAlive(this.parts.desk, token, acting.post),
      ...openStream(reply, this.hub.mostUnreadBytes, () => this.hub.remove(listener)),
    };
    await this.hub.add(listener, lastEventId(request) ?? query.after).catch((error: unknown) => {
      this.parts.logger.error({ err: error }, 'could not open a stream of the board');
      listener.end();
    });
  }
}

/** What a browser that lost its connection last saw. */
function lastEventId(request: FastifyRequest): number | undefined {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
