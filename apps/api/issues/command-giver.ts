import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commandIdOf, GiveCommand, type AnyCommand, type CommandOutcome, type Permit } from '#application';
import { actorOf } from '#identity';
import { Fault, type Instant } from '#kernel';
import type { api } from '#wire';
import { postOf, type Signed } from '../access/signed.js';
import { idempotencyKeyOf } from '../http/idempotency-key.js';
import { HttpProblem, problemOfFault, RefusedCommand } from '../http/problem.js';
import { statusOfRefusal } from './refusal-status.js';

/** What a command's answer tells, beside what it is about. */
type Fate = Omit<api.CommandResult, 'issueId'>;

/** Gives a command and tells what became of it in the words of HTTP. */
@Injectable()
export class CommandGiver {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  /** `about` goes into the answer. Throws HttpProblem or RefusedCommand for everything but `done` and `unknown`. */
  async give<About extends object>(command: AnyCommand, about: About, permit?: Permit): Promise<Fate & About> {
    const outcome = await this.execute(command, permit);
    const base = { commandId: command.id, ...about };
    switch (outcome.status) {
      case 'done': return { ...base, status: 'done', revision: outcome.receipt.lastRevision, position: outcome.receipt.lastPosition };
      case 'unchanged': return { ...base, status: 'done', revision: outcome.revision, position: null };
      case 'unknown': return { ...base, status: 'unknown', revision: null, position: null };
      case 'command-differs': throw new HttpProblem('idempotency-key-reused', { commandId: command.id });
      case 'refused': throw new RefusedCommand(outcome.refusal, statusOfRefusal(outcome.refusal), command.id);
    }
  }

  /** The command's id goes with the problem, so that its fate can be asked for later. */
  private async execute(command: AnyCommand, permit: Permit | undefined): Promise<CommandOutcome> {
    try {
      return await this.bus.execute(new GiveCommand(command, undefined, permit));
    } catch (error) {
      const problem = error instanceof Fault ? problemOfFault(error) : undefined;
      if (!problem) throw error;
      throw new HttpProblem(problem.code, { ...problem.facts, commandId: command.id });
    }
  }
}

/** Writes the answer's status and headers; `success` when the command is on record, 202 with where to ask when nobody knows yet. */
export function answer<Result extends Fate>(reply: FastifyReply, result: Result, success: number, location?: string): Result {
  const address = result.status === 'unknown' ? `/api/v1/commands/${result.commandId}` : location;
  void reply.code(result.status === 'unknown' ? 202 : success);
  if (address !== undefined) void reply.header('location', address);
  if (result.position !== null) void reply.header('minqing-position', String(result.position));
  return result;
}

/** What every command needs to say: when, by whom, and under which id; a retry with the same key has the same one. */
export function envelopeOf(signed: Signed, request: FastifyRequest, now: () => Instant): Pick<AnyCommand, 'at' | 'by' | 'id'> {
  const by = actorOf(postOf(signed));
  return { at: now(), by, id: commandIdOf(by, idempotencyKeyOf(request)) };
}
