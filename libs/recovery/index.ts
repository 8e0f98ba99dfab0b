export { epochOf } from './epoch-of.js';
export { GuardedStore } from './guarded-store.js';
export { noticePutBack, type PutBackParts } from './put-back.js';
export { RestoreMark, type Restore } from './restore-mark.js';
