/** What is noted of people and operators: who signed in, was denied, searched, read, exported, or kept the product going. */
import { z } from 'zod';
import { code, instant } from './api.js';
import { AsOfShape, AsOfText } from './api-as-of.js';

/** Everything that leaves a row. One that is added here is given words in the catalogue `terms` (`noted.<act>`). */
export const AUDIT_ACTS = [
  'sign-in', 'sign-in-denied', 'sign-in-limited', 'post-chosen', 'access-denied',
  'account-created', 'password-set', 'password-changed', 'password-change-denied', 'password-change-limited', 'account-disabled', 'account-enabled',
  'events-searched', 'events-exported', 'sensitive-read', 'sensitive-read-denied', 'sensitive-reads-listed', 'sensitive-reads-exported', 'audit-listed', 'audit-exported',
  'what-if-asked', 'ledger-exported', 'record-exported', 'log-copied', 'backed-up',
  'erasure-previewed', 'person-erased', 'event-skipped', 'gap-declared', 'rulebook-adopted', 'reconciled',
  'master-key-prepared', 'master-key-rotated', 'seal-key-rotated',
  'read-model-rebuild', 'read-model-beside', 'read-model-switch', 'read-model-undo', 'read-model-drop',
] as const;
export const AuditAct = z.enum(AUDIT_ACTS);

const day = z.iso.date();

/** Filters of GET /audit; with `asOf`, what had been noted by then. `cadre`: who did it. Days are the office's. Newest first; paging is by key: give `cursor` from the page before. */
export const AuditQuery = z.strictObject({
  act: AuditAct.optional(), cadre: code.optional(), from: day.optional(), to: day.optional(), asOf: AsOfText.optional(),
  cursor: z.string().regex(/^[1-9]\d{0,14}$/).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/**
 * One row. `act`: one of `AUDIT_ACTS`, or what a later version of the product noted. `cadre` is null for somebody unknown and for an operator at the command line, who is named by `operator`. `unit`:
 * that of the post by which it was done. `subject`: what it was done to, by its code. `detail`: codes and counts.
 */
export const AuditRow = z.object({
  id: z.number(), at: instant, act: z.string(), cadre: z.string().nullable(), byName: z.string().nullable(), post: z.string().nullable(), unit: z.string().nullable(), operator: z.string().nullable(),
  address: z.string().nullable(), subject: z.string().nullable(), detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export const AuditRows = z.object({ rows: z.array(AuditRow), next: z.string().nullable(), asOf: AsOfShape });

export type AuditAct = z.infer<typeof AuditAct>;
export type AuditQuery = z.infer<typeof AuditQuery>;
export type AuditRow = z.infer<typeof AuditRow>;
export type AuditRows = z.infer<typeof AuditRows>;
