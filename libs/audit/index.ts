export * from './replay.js';
export * from './verify-log.js';
