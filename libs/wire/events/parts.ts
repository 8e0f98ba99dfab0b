/** Small shapes that the event schemas share. Closed objects: an unknown key is a mistake of the writer. */
import { z } from 'zod';
import { CHANNELS, DEADLINE_KINDS, LEVELS } from '#domain';
import { ROLES } from '#kernel';
import { personal } from './personal.js';

export const object = z.strictObject;
export const code = z.string().min(1).max(200);
export const words = () => personal(z.string());
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
export const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const count = z.int().min(0);

export const level = z.enum(LEVELS);
export const channel = z.enum(CHANNELS);
export const role = z.enum(ROLES);
export const kind = z.enum(DEADLINE_KINDS);
export const act = z.enum(['warn', 'due', 'tell-unit-head', 'tell-supervisor', 'take-over']);
export const grade = z.enum(['urgent', 'pressing', 'general']);
export const limit = object({ amount: count, unit: z.enum(['second', 'minute', 'hour', 'day', 'working-day']) });
export const holder = { unit: code, level };

export const actor = z.discriminatedUnion('kind', [
  object({ kind: z.literal('cadre'), cadre: code, post: code, unit: code, role }),
  object({ kind: z.literal('clock') }),
  object({ kind: z.literal('import'), source: code }),
  object({ kind: z.literal('operator'), operator: code }),
]);
