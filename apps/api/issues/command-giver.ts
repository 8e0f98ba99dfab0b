import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { GiveCommand, type AnyCommand, type CommandOutcome } from '#application';
import { Fault } from '#kernel';
import type { api } from '#wire';
import { HttpProblem, problemOfFault, RefusedCommand } from '../http/problem.js';
import { statusOfRefusal } from './refusal-status.js';

/** Gives a command and tells what became of it in the words of HTTP. */
@Injectable()
export class CommandGiver {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  /** Throws HttpProblem or RefusedCommand for everything but `done` and `unknown`. */
  async give(command: AnyCommand, issueId: string): Promise<api.CommandResult> {
    const outcome = await this.execute(command);
    const base = { commandId: command.id, issueId };
    switch (outcome.status) {
      case 'done': return { ...base, status: 'done', revision: outcome.receipt.lastRevision, position: outcome.receipt.lastPosition };
      case 'unchanged': return { ...base, status: 'done', revision: outcome.revision, position: null };
      case 'unknown': return { ...base, status: 'unknown', revision: null, position: null };
      case 'command-differs': throw new HttpProblem('idempotency-key-reused', { commandId: command.id });
      case 'refused': throw new RefusedCommand(outcome.refusal, statusOfRefusal(outcome.refusal), command.id);
    }
  }

  /** The command's id goes with the problem, so that its fate can be asked for later. */
  private async execute(command: AnyCommand): Promise<CommandOutcome> {
    try {
      return await this.bus.execute(new GiveCommand(command));
    } catch (error) {
      const problem = error instanceof Fault ? problemOfFault(error) : undefined;
      if (!problem) throw error;
      throw new HttpProblem(problem.code, { ...problem.facts, commandId: command.id });
    }
  }
}
