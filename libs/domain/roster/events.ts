import type { CivilDate, Command, DomainEvent } from '#kernel';

/** A dated link: this cadre answers for this community, contact point or contact household. */
export interface RosterLink {
  readonly link: string;
  readonly cadre: string;
  readonly kind: 'community' | 'contact-point' | 'contact-household';
  /** Code of the unit, contact point or household, by kind. Links from before name a contact point in words. */
  readonly target: string;
  readonly unit: string;
  readonly from: CivilDate;
}

export type RosterLinked = DomainEvent<'RosterLinked', RosterLink>;
export type RosterUnlinked = DomainEvent<'RosterUnlinked', { readonly link: string; readonly to: CivilDate }>;
export type RosterEvent = RosterLinked | RosterUnlinked;

/** `to`: the last day, of a link that has one already. It is ended by the same command then, or not made at all. */
export type LinkRoster = Command<'link-roster', RosterLink & { readonly to?: CivilDate }>;
export type UnlinkRoster = Command<'unlink-roster', { readonly link: string; readonly to: CivilDate }>;
export type RosterCommand = LinkRoster | UnlinkRoster;
