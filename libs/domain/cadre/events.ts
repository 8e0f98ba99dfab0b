import type { CivilDate, Command, DomainEvent, Role } from '#kernel';

/** A dated post in a unit with a role. `to` is the last day; absent while it lasts. */
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
export type TakePost = Command<'take-post', PostData>;
export type LeavePost = Command<'leave-post', { readonly cadre: string; readonly post: string; readonly to: CivilDate }>;
export type CadreCommand = RegisterCadre | TakePost | LeavePost;
