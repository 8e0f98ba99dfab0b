export { GuardedStore } from './guarded-store.js';
export { RestoreMark, type Restore } from './restore-mark.js';
