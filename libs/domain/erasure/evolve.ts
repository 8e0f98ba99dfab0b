import { never } from '#kernel';
import type { ErasureEvent } from './events.js';
import type { ErasureState } from './state.js';

export function evolveErasure(_state: ErasureState, event: ErasureEvent): ErasureState {
  switch (event.type) {
    case 'PersonErased': return { status: 'done', persons: event.data.persons };
    default: return never(event.type);
  }
}
