import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#config';
import { pino } from 'pino';
import { ProjectorModule } from './projector.module.js';

/** The process that keeps the read models up to the record, and rebuilds those whose meaning has changed. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ name: 'projector', level: config.logLevel });
  const app = await NestFactory.createApplicationContext(ProjectorModule.with(config, log), { logger: ['error', 'warn'], abortOnError: false });
  // Ends with 0 when all is closed, not by the signal itself: whoever asked can tell a clean end from a kill.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  log.info('the read models follow the record');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
