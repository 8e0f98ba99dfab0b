/** Erasing what is on record about persons: codes and counts, nothing about a person. */
import { z } from 'zod';
import { ERASURE_GROUNDS } from '#domain';
import { code, instant } from './api.js';

const names = z.array(code).max(50).optional();
const named = { issues: names, residents: names, households: names, cadres: names };
const isNobody = (body: Readonly<Partial<Record<keyof typeof named, readonly string[] | undefined>>>) =>
  (Object.keys(named) as (keyof typeof named)[]).every((kind) => (body[kind] ?? []).length === 0);

/** POST /erasures/preview. An issue, by number or id, stands for whoever brought it. */
export const ErasurePersons = z.strictObject(named).refine((body) => !isNobody(body), { path: ['issues'] });
/** POST /erasures. `erasure`: that of the preview; what has changed since is refused. `reference`: the number of the file by which it was asked or ordered. */
export const ErasureBody = z.strictObject({ ...named, erasure: z.uuid(), ground: z.enum(ERASURE_GROUNDS), reference: code });
/** `destroyed`: how many of the keys are destroyed already. `texts` of a person: 0 for a code that nothing sealed was written about. */
export const ErasurePreview = z.object({
  erasure: z.uuid(), texts: z.number(), keys: z.number(), destroyed: z.number(),
  persons: z.array(z.object({ person: z.string(), texts: z.number() })),
});
/** `fingerprints`: SHA-256 (hex) of each key's id, to show later which texts these were. */
export const ErasureReceipt = z.object({
  erasure: z.uuid(), persons: z.array(z.string()), keys: z.number(), texts: z.number(), ground: z.enum(ERASURE_GROUNDS),
  at: instant, position: z.number(), fingerprints: z.array(z.string()),
});
/** `unknown`: the keys are destroyed, and the store's answer whether the record says so was lost; ask again with the same key. */
export const ErasureResult = z.object({ status: z.enum(['done', 'unknown']), erasure: z.uuid(), receipt: ErasureReceipt.nullable() });

export type ErasureBody = z.infer<typeof ErasureBody>;
export type ErasurePreview = z.infer<typeof ErasurePreview>;
export type ErasureReceipt = z.infer<typeof ErasureReceipt>;
export type ErasureResult = z.infer<typeof ErasureResult>;
