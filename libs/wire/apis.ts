/** All shapes that cross HTTP, as one. */
export * from './api.js';
export * from './api-acts.js';
export * from './api-audit.js';
export * from './api-directory.js';
export * from './api-operations.js';
export * from './api-differences.js';
export * from './api-disclosure.js';
export * from './api-erasure.js';
export { differencePieces } from './difference-lines.js';
export { replayLines, type Piece } from './replay-lines.js';
export * from './api-what-if.js';
export { whatIfLines, whatIfSums, type WhatIfLine } from './what-if-lines.js';
