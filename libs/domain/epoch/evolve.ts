import { never } from '#kernel';
import type { EpochEvent } from './events.js';
import type { EpochState } from './state.js';

export function evolveEpoch(_state: EpochState, event: EpochEvent): EpochState {
  switch (event.type) {
    case 'EpochBegun': return { epoch: event.data.epoch };
    default: return never(event.type);
  }
}
