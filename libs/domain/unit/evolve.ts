import { never } from '#kernel';
import type { UnitEvent } from './events.js';
import type { UnitState } from './state.js';

export function evolveUnit(state: UnitState, event: UnitEvent): UnitState {
  switch (event.type) {
    case 'UnitRegistered': return { status: 'registered', ...event.data };
    case 'UnitRenamed': return state.status === 'registered' ? { ...state, name: event.data.name } : state;
    default: return never(event);
  }
}
