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
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  log.info('the read models follow the record');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
