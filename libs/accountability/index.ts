export * from './figures.js';
export * from './score.js';
