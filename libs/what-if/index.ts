export * from './acts.js';
export * from './command-of.js';
export * from './compare.js';
export type { LivingBy } from './life.js';
export * from './outcome.js';
export * from './relive.js';
export * from './totals.js';
