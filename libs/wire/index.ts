export * as api from './apis.js';
export * from './clock.js';
export * as events from './events/index.js';
export { decodeEvent, encodeEvent, type AnyEvent, type EncodedEvent, type EventType } from './events/index.js';
