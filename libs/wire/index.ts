export * as api from './api.js';
export * from './clock.js';
