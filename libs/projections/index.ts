export * from './port.js';
export * from './read-models.js';
