export * from './policy/policy.js';
export type { Place } from './policy/reach.js';
export type { AdministrationAct, IssueCommandType, QueryName } from './policy/table.js';
export * from './accounts/accounts.js';
export * from './accounts/audit.js';
export { openDesk, prepareIdentity, type Desk, type DeskOptions, type Session } from './accounts/desk.js';
export * from './accounts/sensitive-reads.js';
export { networkOf } from './accounts/network.js';
export * from './accounts/sessions.js';
