import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { events } from '#wire';
import { exampleOf, fileOf, keptPath, shapeOf } from './event-shapes.js';

/**
 * Writes down the shape that each event has today, and an example of it, where that version has none yet. What is written
 * is never written again: whoever changes a shape raises its version and gives an upcaster first.
 */
for (const type of events.EVENT_TYPES) {
  const schema = events.currentSchema(type);
  const shape = shapeOf(events.schemaOf(type));
  keep(keptPath('shapes', fileOf(type, schema)), shape);
  keep(keptPath('fixtures', fileOf(type, schema)), { type, schema, at: '2026-10-12T01:00:00.000Z', by: { kind: 'operator', operator: 'example' }, data: exampleOf(shape) });
}

function keep(path: string, content: unknown): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  process.stdout.write(`${path}\n`);
}
