export * from './listen.js';
export * from './migrate.js';
export * from './pool.js';
export * from './presence.js';
export * from './safety.js';
export * from './transaction.js';
