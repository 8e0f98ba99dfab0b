/** Whose data are meant, as people type it: codes with anything between them. */
export const KINDS = ['issues', 'residents', 'households', 'cadres'] as const;
export type Typed = Partial<Record<(typeof KINDS)[number], string>>;
export type Persons = Partial<Record<(typeof KINDS)[number], string[]>>;

/** What was typed as codes; a field without any is left out. */
export function personsIn(typed: Typed): Persons {
  return Object.fromEntries(KINDS.flatMap((kind) => {
    const codes = (typed[kind] ?? '').split(/[\s,，、;；]+/).filter((code) => code !== '');
    return codes.length === 0 ? [] : [[kind, codes]];
  }));
}
