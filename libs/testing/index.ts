export * from './fixtures.js';
export * from './issue-builders.js';
export * from './scenario.js';
export * from './recorded-acts.js';
