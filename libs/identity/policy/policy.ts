import type { Directory } from '#domain';
import type { Actor, Role } from '#kernel';
import { reaches, type Place, type Reach } from './reach.js';
import { ADMINISTRATION_GRANTS, ISSUE_GRANTS, QUERY_GRANTS, type AdministrationAct, type IssueCommandType, type QueryName } from './table.js';

/** The post that someone acts by in a session. */
export interface ActingPost {
  readonly cadre: string;
  readonly post: string;
  readonly unit: string;
  readonly role: Role;
}

/** Units whose matters (by area, holder or co-responsible unit) a post sees, with all below them; none for an administrator. */
export interface PostScope {
  readonly within: readonly string[];
}

/** Whether this post may give this command on a matter that lies there. For a report `mayReport` is to be asked. */
export function mayGive(post: ActingPost, command: string, place: Place, directory: Directory): boolean {
  const reach = grantOf(post.role, command);
  return reach !== undefined && reaches(reach, post.unit, place, directory);
}

/**
 * Whether the post may report for this area: its own with what lies below, and each to which the roster leads its cadre today (`linked`),
 * where nothing else may be done for it.
 */
export function mayReport(post: ActingPost, area: string, linked: readonly string[], directory: Directory): boolean {
  if (mayGive(post, 'report-issue', { area, unit: area }, directory)) return true;
  return mayEverGive(post.role, 'report-issue') && linked.includes(area) && directory.unit(area) !== undefined;
}

/** Whether the post's role may give the command somewhere at all. */
export function mayEverGive(role: Role, command: string): boolean {
  return grantOf(role, command) !== undefined;
}

/** The issue commands that a role may give somewhere, for a session to show. */
export function commandsOf(role: Role): readonly IssueCommandType[] {
  return Object.hasOwn(ISSUE_GRANTS, role) ? (Object.keys(ISSUE_GRANTS[role]) as IssueCommandType[]) : [];
}

/** What a role may ask, for a session to show. */
export function queriesOf(role: Role): readonly QueryName[] {
  return Object.hasOwn(QUERY_GRANTS, role) ? QUERY_GRANTS[role] : [];
}

export function mayAsk(role: Role, query: QueryName): boolean {
  return queriesOf(role).includes(query);
}

/** Whether the post may try other rules on what has been: an auditor, and the supervisor of the root, who approves them. Each sees its own area. */
export function mayTryRules({ role, unit }: ActingPost, directory: Directory): boolean {
  return mayAsk(role, 'what-if') && (role !== 'supervisor' || directory.unit(unit)?.parent === null);
}

/** Whether the role may do this somewhere at all. */
export function mayEverAdminister(role: Role, act: AdministrationAct): boolean {
  return Object.hasOwn(ADMINISTRATION_GRANTS, role) && ADMINISTRATION_GRANTS[role].includes(act);
}

/** Whether the post may do this: what belongs to no unit, such as the rulebook, is the root's alone. */
export function mayAdminister({ role, unit }: ActingPost, act: AdministrationAct, directory: Directory): boolean {
  return mayEverAdminister(role, act) && directory.unit(unit)?.parent === null;
}

/** What lists, counts, search, export and live streams are cut down to. */
export function scopeOf(post: ActingPost): PostScope {
  return { within: mayAsk(post.role, 'issue') ? [post.unit] : [] };
}

export function actorOf({ cadre, post, unit, role }: ActingPost): Actor {
  return { kind: 'cadre', cadre, post, unit, role };
}

/** Looked up as own keys, so that a name such as `constructor` is denied like any other unknown one. */
function grantOf(role: Role, command: string): Reach | undefined {
  if (!Object.hasOwn(ISSUE_GRANTS, role)) return undefined;
  const grants: Readonly<Record<string, Reach>> = ISSUE_GRANTS[role];
  return Object.hasOwn(grants, command) ? grants[command] : undefined;
}
