export type { RulesNamed } from './figure-behind.js';
export { changedBetween, replayOf } from './issue-replay.js';
export * from './ledger-file.js';
export * from './replay.js';
export * from './trail-file.js';
export * from './verify-log.js';
