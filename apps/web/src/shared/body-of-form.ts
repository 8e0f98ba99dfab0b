import type { z } from 'zod';

export type Values = Readonly<Record<string, unknown>>;
export type ObjectSchema = z.ZodType & { readonly shape: Readonly<Record<string, z.ZodType>> };

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Whether a field may stay empty. */
export function mayBeEmpty(field: z.ZodType | undefined): boolean {
  return field !== undefined && [undefined, null, ''].some((empty) => field.safeParse(empty).success);
}

/** A form's values as a body: an empty field becomes whichever nothing its schema takes, or is left out. */
export function bodyOf(schema: ObjectSchema, values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    const value = values[key];
    if (!isEmpty(value)) body[key] = value;
    else if (field.safeParse(undefined).success) continue;
    else if (field.safeParse(null).success) body[key] = null;
    else if (field.safeParse('').success) body[key] = '';
  }
  return body;
}
