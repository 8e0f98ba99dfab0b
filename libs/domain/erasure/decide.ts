import { accept, never, refuse, type Decider, type Decision } from '#kernel';
import type { ErasureCommand, ErasureEvent } from './events.js';
import { evolveErasure } from './evolve.js';
import { initialErasure, type ErasureState } from './state.js';

export function decideErasure(command: ErasureCommand, state: ErasureState): Decision<ErasureEvent> {
  switch (command.type) {
    case 'erase-person': {
      const { at, by, data } = command;
      if (state.status === 'done') return accept<ErasureEvent>();
      return data.keys === 0 ? refuse('nothing-to-erase') : accept<ErasureEvent>({ type: 'PersonErased', at, by, data });
    }
    default: return never(command.type);
  }
}

export const erasureDecider: Decider<ErasureCommand, ErasureEvent, ErasureState, undefined> = {
  initial: initialErasure, decide: decideErasure, evolve: evolveErasure,
};
