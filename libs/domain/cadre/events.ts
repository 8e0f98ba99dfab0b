import type { CivilDate, Command, DomainEvent, Role } from '#kernel';

/** A dated post in a unit with a role. */
export interface PostData {
  readonly cadre: string;
  readonly post: string;
  readonly unit: string;
  readonly role: Role;
  readonly from: CivilDate;
}

export type CadreRegistered = DomainEvent<'CadreRegistered', { readonly cadre: string; readonly name: string; readonly phone?: string }>;
export type CadreRenamed = DomainEvent<'CadreRenamed', { readonly cadre: string; readonly name: string; readonly phone?: string }>;
export type PostTaken = DomainEvent<'PostTaken', PostData>;
export type PostLeft = DomainEvent<'PostLeft', { readonly cadre: string; readonly post: string; readonly to: CivilDate }>;
export type CadreEvent = CadreRegistered | CadreRenamed | PostTaken | PostLeft;

export type RegisterCadre = Command<'register-cadre', { readonly cadre: string; readonly name: string; readonly phone?: string }>;
/** `to`: the last day, of a post that has one already. It is left by the same command then, or not taken at all. */
export type TakePost = Command<'take-post', PostData & { readonly to?: CivilDate }>;
export type LeavePost = Command<'leave-post', { readonly cadre: string; readonly post: string; readonly to: CivilDate }>;
export type CadreCommand = RegisterCadre | TakePost | LeavePost;
