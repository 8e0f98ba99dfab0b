import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { INSTALLATION, loadConfig } from '#config';
import { openParts } from './open-parts.js';
import { createApi } from './create-api.js';

const WEB = join(INSTALLATION, 'dist/web');
const PACKAGE = join(INSTALLATION, 'package.json');

/** The process that takes commands and answers questions over HTTP, and serves the web pages. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = pino({ name: 'api', level: config.logLevel });
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const opened = await openParts(config, logger, { webRoot: WEB, version });
  try {
    const { app } = await createApi(opened.parts);
    const close = async (): Promise<void> => {
      await app.close();
      await opened.close();
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void close().then(() => process.exit(0), (error: unknown) => {
        logger.fatal({ err: error }, 'could not close');
        process.exit(1);
      }));
    }
    await app.listen(config.port, config.host);
    logger.info({ host: config.host, port: config.port }, 'the interface is open');
  } catch (error) {
    await opened.close();
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
