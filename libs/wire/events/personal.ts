import { z } from 'zod';

const PERSONAL = z.registry<{ readonly personal: true }>();

/** Marks text about a person (names, phones, addresses, free text, titles), so that it can be sealed by that person's key. */
export function personal<S extends z.ZodType<string>>(text: S): S {
  PERSONAL.add(text, { personal: true });
  return text;
}

/** Where personal text lies in data of this shape: `reporter.name`, `evidence[].text`. */
export function personalPathsOf(schema: z.core.$ZodType, path = ''): string[] {
  if (PERSONAL.has(schema as z.ZodType)) return [path];
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, part]) => personalPathsOf(part as z.core.$ZodType, path === '' ? key : `${path}.${key}`));
  }
  if (schema instanceof z.ZodArray) return personalPathsOf(schema.element, `${path}[]`);
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return personalPathsOf(schema.unwrap(), path);
  return [];
}
