import { accept, never, type Decider, type Decision } from '#kernel';
import type { ReadModelCommand, ReadModelEvent } from './events.js';
import { evolveReadModel } from './evolve.js';
import { aSkipSaysWhy } from './rules/a-skip-says-why.js';
import { initialReadModel, type ReadModelState } from './state.js';

/** An event that was skipped, tried again and skipped again is two acts, and both stay on record. */
export function decideReadModel(command: ReadModelCommand): Decision<ReadModelEvent> {
  switch (command.type) {
    case 'skip-event': {
      const { at, by, data } = command;
      return aSkipSaysWhy(data) ?? accept<ReadModelEvent>({ type: 'ReadModelEventSkipped', at, by, data });
    }
    default: return never(command.type);
  }
}

export const readModelDecider: Decider<ReadModelCommand, ReadModelEvent, ReadModelState, undefined> = {
  initial: initialReadModel, decide: decideReadModel, evolve: evolveReadModel,
};
