export { clockActivities, type ActivityParts } from './activities.js';
export { Clock, type ClockHealth, type ClockLog, type ClockParts } from './clock.js';
export { connectWithRetry, type ConnectOptions, type TemporalConnection } from './connection.js';
export { IssueWorkflows, type IssueWorkflowsOptions, type Workflows } from './issue-workflows.js';
export { provisionsOf } from './provisions.js';
export type { ReconcileReport } from './reconciler.js';
export { sealActivities, type SealActivityParts } from './seal-activities.js';
export { ensureSealSchedule, SEAL_SCHEDULE } from './seal-schedule.js';
