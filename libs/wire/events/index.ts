export { decodeEvent, encodeEvent, type EncodedEvent } from './codec.js';
export { disclosed, ERASED, KEY_LOST, WITHHELD, withheldAs, type Disclosure } from './disclosed.js';
export { EVENT_TYPES, isEventType, personalPaths, schemaOf, type AnyEvent, type EventType } from './schemas.js';
export { currentSchema, upcast, type Upcasters } from './upcast.js';
