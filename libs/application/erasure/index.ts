export { erase, eraseAsSeen, type EraseOutcome, type ErasureParts, type ErasureRequest } from './erase.js';
export { destroyedOf, erasureOf, findPersons, personsNamed, type Found, type NamedPersons, type PersonFound } from './find-persons.js';
export { receiptOf, type Receipt } from './recorded.js';
