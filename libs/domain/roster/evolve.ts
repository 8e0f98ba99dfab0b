import { never } from '#kernel';
import type { RosterEvent } from './events.js';
import type { RosterState } from './state.js';

export function evolveRoster(state: RosterState, event: RosterEvent): RosterState {
  switch (event.type) {
    case 'RosterLinked': return { status: 'linked', ...event.data, to: null };
    case 'RosterUnlinked': return state.status === 'linked' ? { ...state, to: event.data.to } : state;
    default: return never(event);
  }
}
