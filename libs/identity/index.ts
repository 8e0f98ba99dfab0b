export * from './policy/policy.js';
export type { Place } from './policy/reach.js';
export type { AdministrationAct, IssueCommandType, QueryName } from './policy/table.js';
