export { masterKey, newMasterKey } from './master-key.js';
export { Opener } from './opener.js';
export { personalTextsOf, type PersonalText } from './persons.js';
export { decrypt, encrypt, keyIdOf, newKeyId, openText, sealText, type PersonKey } from './sealed-text.js';
export { SealingStore } from './sealing-store.js';
export { Tombstones } from './tombstones.js';
export { KEPT_MS, type Vault } from './vault.js';
