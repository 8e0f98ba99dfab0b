/** Every workflow of the product: each exported function is one, registered under its name. */
export { issueLife } from './issue.js';
export { sealRecord } from './seal.js';
