import { z } from 'zod';

export const ReadModelPath = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/) });
