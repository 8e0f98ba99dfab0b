import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GiveCommand, type CommandOutcome } from './commands.js';
import { Giver } from './give.js';

@CommandHandler(GiveCommand)
export class GiveCommandHandler implements ICommandHandler<GiveCommand> {
  constructor(private readonly giver: Giver) {}

  execute({ command, workflow, permit }: GiveCommand): Promise<CommandOutcome> {
    return this.giver.give(command, workflow, permit);
  }
}
