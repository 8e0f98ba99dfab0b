import { z } from 'zod';
import { EPOCH_GROUNDS } from '#domain';
import { code, count, object } from './parts.js';

export const epochEvents = {
  EpochBegun: object({
    epoch: count, after: count, lostTo: count.nullable(), checkpoint: code.nullable(), ground: z.enum(EPOCH_GROUNDS),
    // About the record and no person; read for as long as the record is.
    reason: z.string().min(1).max(1000),
  }),
} as const;
