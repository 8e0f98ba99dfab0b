export * as api from './apis.js';
export * from './clock.js';
export * as events from './events/index.js';
export { decodeEvent, disclosed, encodeEvent, type AnyEvent, type Disclosure, type EncodedEvent, type EventType } from './events/index.js';
