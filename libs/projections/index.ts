export * from './board/board.js';
export * from './cadre/cadre.js';
export * from './household/household.js';
export * from './ledger/ledger.js';
export * from './port.js';
export * from './read-models.js';
export * from './roster/roster.js';
export * from './unit/unit.js';
