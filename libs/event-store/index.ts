export * from './chain.js';
export * from './epoch-stream.js';
export * from './event-id.js';
export * from './log-copy.js';
export type { LogStore } from './log-store.js';
export * from './port.js';
export { recordedEvent, type StoredEvent } from './recorded.js';
export { SharedReading } from './shared-reading.js';
