/** What a post lets its holder do; see the access matrix in libs/identity. */
export type Role = 'cadre' | 'dispatcher' | 'unit-head' | 'supervisor' | 'auditor' | 'administrator';

export const ROLES: readonly Role[] = ['cadre', 'dispatcher', 'unit-head', 'supervisor', 'auditor', 'administrator'];

/**
 * Who gave a command. Codes only, never a name: an actor is written into events in clear.
 * `clock` is the passing of time, `import` another system's history, `operator` someone at the machine's command line.
 */
export type Actor =
  | { readonly kind: 'cadre'; readonly cadre: string; readonly post: string; readonly unit: string; readonly role: Role }
  | { readonly kind: 'clock' }
  | { readonly kind: 'import'; readonly source: string }
  | { readonly kind: 'operator'; readonly operator: string };
