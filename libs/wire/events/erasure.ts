import { z } from 'zod';
import { ERASURE_GROUNDS } from '#domain';
import { code, count, object } from './parts.js';

export const erasureEvents = {
  PersonErased: object({ erasure: code, persons: z.array(code).min(1), keys: count, texts: count, ground: z.enum(ERASURE_GROUNDS) }),
} as const;
