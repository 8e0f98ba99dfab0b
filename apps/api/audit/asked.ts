/** What somebody asked for, as it is noted of them: every filter that was given, without the place in the list. */
export function askedFor({ cursor: _, ...filters }: object & { readonly cursor?: unknown }): Record<string, string | number> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Record<string, string | number>;
}
