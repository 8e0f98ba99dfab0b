import type { UnitData } from './events.js';

export type UnitState = { readonly status: 'none' } | ({ readonly status: 'registered' } & UnitData);

export const initialUnit: UnitState = { status: 'none' };
