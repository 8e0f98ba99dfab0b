export * from './actor.js';
export * from './decider.js';
export * from './event.js';
export * from './fault.js';
export * from './time.js';
export * from './until-any.js';
