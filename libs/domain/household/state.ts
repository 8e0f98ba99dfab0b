import type { HouseholdData } from './events.js';

export type HouseholdState = { readonly status: 'none' } | ({ readonly status: 'registered' } & HouseholdData);

export const initialHousehold: HouseholdState = { status: 'none' };
