export * from './checkpoint.js';
export { KeyFile } from './key-file.js';
export { keyInForce, parseKeyEntry, type KeyEntry } from './key-history.js';
export { Edge, leafOf } from './merkle.js';
export { parseNote, parseNoteKey, parseNotes } from './note.js';
export * from './port.js';
export * from './proofs.js';
export { EVERY, Sealer, type SealerParts } from './sealer.js';
export { rotateKey, signerInForce, type Signer, type SignerParts } from './signer.js';
