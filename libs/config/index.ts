export { INSTALLATION } from './installation.js';
export { loadConfig, type Config, type TemporalTls } from './config.js';
export { readOrMakeSecret, readSecret, syncFolder, writeSecret } from './secret-file.js';
export { needed } from './needed.js';
export { besideRunning, forgetRunning, readRunning, writeRunning, type Running } from './run-file.js';
export { KNOWN_KEYS } from './schema.js';
