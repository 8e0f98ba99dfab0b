export { MasterKeyFiles, type FiledKey } from './master-key-files.js';
export { newMasterKey, type MasterKey } from './master-key.js';
export { MasterKeys } from './master-keys.js';
export { Opener } from './opener.js';
export { personalTextsOf, type PersonalText } from './persons.js';
export { decrypt, encrypt, keyIdOf, newKeyId, openText, sealText, type PersonKey } from './sealed-text.js';
export { SealingStore } from './sealing-store.js';
export { Tombstones } from './tombstones.js';
export { KEPT_MS, type KeyGone, type KeyState, type Vault } from './vault.js';
