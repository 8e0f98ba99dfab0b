import type { CivilDate } from '#kernel';
import type { RosterLink } from './events.js';

export type RosterState = { readonly status: 'none' } | ({ readonly status: 'linked'; readonly to: CivilDate | null } & RosterLink);

export const initialRoster: RosterState = { status: 'none' };
