import { accept, never, refuse, type Decider, type Decision } from '#kernel';
import type { EpochCommand, EpochEvent } from './events.js';
import { evolveEpoch } from './evolve.js';
import { initialEpoch, type EpochState } from './state.js';

export function decideEpoch(command: EpochCommand, state: EpochState): Decision<EpochEvent> {
  switch (command.type) {
    case 'begin-epoch': {
      const { at, by, data: { known, ...gap } } = command;
      if (gap.reason.trim() === '') return refuse('reason-missing');
      return accept<EpochEvent>({ type: 'EpochBegun', at, by, data: { epoch: Math.max(state.epoch, known) + 1, ...gap } });
    }
    default: return never(command.type);
  }
}

export const epochDecider: Decider<EpochCommand, EpochEvent, EpochState, undefined> = {
  initial: initialEpoch, decide: decideEpoch, evolve: evolveEpoch,
};
