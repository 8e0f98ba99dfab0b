import { register } from 'node:module';

/** `node --import ./test/global-setup/register.mjs` runs TypeScript sources as they are. */
register('./load-sources.mjs', import.meta.url);
