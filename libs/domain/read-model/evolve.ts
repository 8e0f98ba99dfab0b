import { never } from '#kernel';
import type { ReadModelEvent } from './events.js';
import type { ReadModelState } from './state.js';

export function evolveReadModel(state: ReadModelState, event: ReadModelEvent): ReadModelState {
  switch (event.type) {
    case 'ReadModelEventSkipped': return { skipped: [...state.skipped, event.data.position] };
    default: return never(event.type);
  }
}
