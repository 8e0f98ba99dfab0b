/** All shapes that cross HTTP, as one. */
export * from './api.js';
export * from './api-audit.js';
