import { z } from 'zod';

/** The part of an address that names an issue; anything that cannot be an id is simply not found. */
export const IssuePath = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/) });
