import { z } from 'zod';
import { code, count, object } from './parts.js';

export const readModelEvents = {
  ReadModelEventSkipped: object({
    readModel: code, copy: z.enum(['live', 'next', 'before']), position: count, eventId: code, eventType: code, code,
    // About an event and no person; read for as long as figures are.
    reason: z.string().min(1).max(1000),
  }),
} as const;
