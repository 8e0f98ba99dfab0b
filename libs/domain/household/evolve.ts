import { never } from '#kernel';
import type { HouseholdEvent } from './events.js';
import type { HouseholdState } from './state.js';

export function evolveHousehold(_state: HouseholdState, event: HouseholdEvent): HouseholdState {
  switch (event.type) {
    case 'HouseholdRegistered':
    case 'HouseholdChanged': return { status: 'registered', ...event.data };
    default: return never(event);
  }
}
