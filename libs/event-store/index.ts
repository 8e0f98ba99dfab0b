export * from './chain.js';
export * from './event-id.js';
export * from './port.js';
